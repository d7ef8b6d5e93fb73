// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Whether the place of a piece includes the blanks that byte-level pieces begin with.
///
/// `Ġpump` is made from a blank and a word; a field that starts with it should not start with the blank.
enum OffsetTrim {
    /// Places include blanks.
    NONE,
    /// Places leave them out.
    BLANKS,
    /// Places leave them out, and one blank of the first piece was added by a step before.
    BLANKS_AFTER_PREFIX;

    private static final char BLANK = ByteAlphabet.character(' ');

    void trim(String text, Vocabulary vocabulary, PieceList pieces) {
        for (int i = 0; this != NONE && i < pieces.size(); i++) {
            int leading = vocabulary.leading(pieces.id(i), BLANK);
            int trailing = vocabulary.trailing(pieces.id(i), BLANK);
            if (leading == 1 && this == BLANKS_AFTER_PREFIX && (i == 0 || pieces.start(i) == 0)) {
                leading = 0; // a step put it there, it is not in the text
            }
            if (leading > 0 || trailing > 0) {
                int start = forward(text, pieces.start(i), pieces.end(i), leading);
                pieces.place(i, start, backward(text, pieces.end(i), start, trailing));
            }
        }
    }

    private static int forward(String text, int start, int end, int count) {
        int at = start;
        for (int i = 0; i < count && at < end; i++) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private static int backward(String text, int end, int start, int count) {
        int at = end;
        for (int i = 0; i < count && at > start; i++) {
            at -= Character.charCount(text.codePointBefore(at));
        }
        return at;
    }
}
