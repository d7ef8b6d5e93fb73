// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

/// Writes letters once that stand three times and more in a word: `stuuupid`. Some are double in many words at the
/// end, and stay double there: `asssss`, `killll`.
///
/// Words of one letter alone stay (`AAA`, `www`), and so do Roman numerals and words with a digit (`P111`).
final class RepeatedLetters {
    private static final int LEAST = 3;
    private static final String DOUBLE_AT_END = "slfSLF";
    private static final String ROMAN = "IVXLCDM";

    private RepeatedLetters() {}

    static Draft fold(Draft old) {
        Draft result = old.emptied();
        for (int i = 0; i < old.size(); ) {
            int end = Math.max(old.endOfWord(i), i + 1);
            if (isWord(old, i, end)) {
                word(old, i, end, result);
            } else {
                result.addAll(old, i, end);
            }
            i = end;
        }
        return result;
    }

    private static void word(Draft old, int from, int to, Draft result) {
        for (int i = from; i < to; ) {
            int after = endOfRow(old, i, to);
            if (after - i < LEAST) {
                result.addAll(old, i, after);
            } else if (after == to && DOUBLE_AT_END.indexOf(old.at(i)) >= 0) {
                result.add(old.at(i), old, i);
                result.add(old.at(i), old, i + 1, after - 1);
            } else {
                result.add(old.at(i), old, i, after - 1);
            }
            i = after;
        }
    }

    private static int endOfRow(Draft text, int i, int to) {
        int after = i + 1;
        while (after < to && lower(text.at(after)) == lower(text.at(i))) {
            after++;
        }
        return after;
    }

    private static boolean isWord(Draft text, int from, int to) {
        boolean roman = true;
        boolean same = true;
        for (int i = from; i < to; i++) {
            if (!Letters.isLatin(text.at(i))) {
                return false;
            }
            roman &= ROMAN.indexOf(text.at(i)) >= 0;
            same &= lower(text.at(i)) == lower(text.at(from));
        }
        return !roman && !same;
    }

    private static int lower(int character) {
        return Character.toLowerCase(character);
    }
}
