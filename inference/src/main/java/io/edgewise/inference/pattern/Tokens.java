// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A text as a row of words (letters), numbers (digits) and marks (any other single character); spaces part them.
///
/// Letters and digits part too: `3pm` is a number and a word. Every method takes any index; outside the row there is
/// an empty mark, so that readers can look ahead and back without asking first. Confined to its [Source].
final class Tokens {
    private static final byte MARK = 0;
    private static final byte NUMBER = 1;
    private static final byte WORD = 2;
    private static final int LONGEST_WORD = 24;

    private final Source source;
    private final int count;
    private final int[] starts;
    private final int[] ends;
    private final byte[] kinds;
    private final @Nullable String[] words;

    private Tokens(Source source, Row row) {
        this.source = source;
        this.count = row.count;
        this.starts = row.starts;
        this.ends = row.ends;
        this.kinds = row.kinds;
        this.words = new String[count];
    }

    static Tokens of(Source source) {
        Row row = new Row(Math.max(16, source.length() / 4));
        int at = 0;
        while (at < source.length()) {
            int end = at + 1;
            if (!Character.isWhitespace(source.at(at))) {
                byte kind = kind(source.at(at));
                while (kind != MARK && end < source.length() && kind(source.at(end)) == kind) {
                    end++;
                }
                row.add(at, end, kind);
            }
            at = end;
        }
        return new Tokens(source, row);
    }

    /// A row that grows.
    private static final class Row {
        private int count;
        private int[] starts;
        private int[] ends;
        private byte[] kinds;

        private Row(int capacity) {
            starts = new int[capacity];
            ends = new int[capacity];
            kinds = new byte[capacity];
        }

        private void add(int start, int end, byte kind) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
                kinds = Arrays.copyOf(kinds, count * 2);
            }
            starts[count] = start;
            ends[count] = end;
            kinds[count++] = kind;
        }
    }

    int count() {
        return count;
    }

    int start(int index) {
        return inside(index) ? starts[index] : index < 0 ? 0 : source.length();
    }

    int end(int index) {
        return inside(index) ? ends[index] : index < 0 ? 0 : source.length();
    }

    /// The first token that starts at or after a character, [#count] if there is none.
    int indexAt(int character) {
        int found = Arrays.binarySearch(starts, 0, count, character);
        return found >= 0 ? found : -found - 1;
    }

    int length(int index) {
        return end(index) - start(index);
    }

    boolean isNumber(int index) {
        return inside(index) && kinds[index] == NUMBER;
    }

    /// True if it is a number of `least` to `most` digits.
    boolean isNumber(int index, int least, int most) {
        return isNumber(index) && length(index) >= least && length(index) <= most;
    }

    boolean isWord(int index) {
        return inside(index) && kinds[index] == WORD;
    }

    /// True if it is this single character, not a letter or digit.
    boolean isMark(int index, char mark) {
        return inside(index) && kinds[index] == MARK && source.at(starts[index]) == mark;
    }

    /// The word in lower case; empty if it is no word, or one longer than any that a reader knows.
    String word(int index) {
        if (!isWord(index) || length(index) > LONGEST_WORD) {
            return "";
        }
        String known = words[index];
        if (known == null) {
            known = source.lower().substring(starts[index], ends[index]);
            words[index] = known;
        }
        return known;
    }

    boolean isWord(int index, String lowerCase) {
        return isWord(index)
                && length(index) == lowerCase.length()
                && source.lower().startsWith(lowerCase, starts[index]);
    }

    /// The value of a number of at most nine digits.
    int number(int index) {
        int value = 0;
        for (int i = start(index); i < end(index); i++) {
            value = value * 10 + (source.at(i) - '0');
        }
        return value;
    }

    /// True if no space stands between the token and the one after it.
    boolean touchesNext(int index) {
        return inside(index) && inside(index + 1) && ends[index] == starts[index + 1];
    }

    boolean isCapitalised(int index) {
        return isWord(index) && Character.isUpperCase(source.at(starts[index]));
    }

    private boolean inside(int index) {
        return index >= 0 && index < count;
    }

    private static byte kind(char c) {
        if (c >= 'a' && c <= 'z') {
            return WORD;
        }
        if (Source.isDigit(c)) {
            return NUMBER;
        }
        // The ordinal indicators are letters to Unicode, but people write them for a degree sign.
        return Character.isLetter(c) && c != 'º' && c != 'ª' ? WORD : MARK;
    }
}
