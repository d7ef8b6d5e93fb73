// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.util.ArrayList;
import java.util.List;

/// A word, a number or a mark of a text or of a name; blanks and hyphens part them and are none, and so does the change
/// from letters to digits: `CV102` is two. Immutable.
///
/// @param text folded
/// @param kind what it is
/// @param start UTF-16 index of its first character in the text as received
/// @param end UTF-16 index after its last character
/// @param begins whether a name can begin with it
/// @param ends whether a name can end with it
record NameToken(String text, Kind kind, int start, int end, boolean begins, boolean ends) {
    enum Kind {
        WORD,
        NUMBER,
        MARK
    }

    private static final String WITHIN_NUMBERS = ".,/-";

    static List<NameToken> of(ComparedText text) {
        List<NameToken> tokens = new ArrayList<>();
        for (int i = 0; i < text.size(); ) {
            if (text.isJointAt(i)) {
                i++;
                continue;
            }
            int end = end(text, i);
            tokens.add(token(text, i, end));
            i = end;
        }
        return tokens;
    }

    private static NameToken token(ComparedText text, int from, int to) {
        StringBuilder folded = new StringBuilder();
        for (int i = from; i < to; i++) {
            folded.appendCodePoint(text.at(i));
        }
        Kind kind = kind(text.at(from));
        boolean begins = !isGlued(text, from - 1, from) && !(kind == Kind.NUMBER && isOfNumber(text, from - 1, -1));
        boolean ends = !isGlued(text, to, to - 1) && !(kind == Kind.NUMBER && isOfNumber(text, to, 1));
        return new NameToken(folded.toString(), kind, text.start(from), text.end(to - 1), begins, ends);
    }

    private static int end(ComparedText text, int from) {
        Kind kind = kind(text.at(from));
        int end = from + 1;
        while (kind != Kind.MARK
                && end < text.size()
                && kind(text.at(end)) == kind
                && !text.isJointAt(end)
                && !ComparedText.isOfLongWords(text.at(end))) {
            end++;
        }
        return end;
    }

    private static Kind kind(int character) {
        if (Character.isDigit(character)) {
            return Kind.NUMBER;
        }
        return ComparedText.isWord(character) ? Kind.WORD : Kind.MARK;
    }

    private static boolean isGlued(ComparedText text, int outside, int inside) {
        return text.isWordAt(outside)
                && text.isWordAt(inside)
                && !ComparedText.isOfLongWords(text.at(outside))
                && !ComparedText.isOfLongWords(text.at(inside));
    }

    /// `pump 3.5` is not pump 3, nor is `CV-102-7` CV-102.
    private static boolean isOfNumber(ComparedText text, int at, int away) {
        return WITHIN_NUMBERS.indexOf(text.at(at)) >= 0 && Character.isDigit(text.at(at + away));
    }

    int letters() {
        return text.length();
    }
}
