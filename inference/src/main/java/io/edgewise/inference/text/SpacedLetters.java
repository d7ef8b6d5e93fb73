// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

/// Draws together letters that are written one by one with the same separator between each: `i d i o t`,
/// `i.d.i.o.t`, `i - d - i - o - t` with blanks around it.
///
/// At least four of them, so that "e.g.", "U.S.A." and "a b c" stay; digits and symbols in place of letters may be
/// among them when letters are the greater part.
final class SpacedLetters {
    private static final int LEAST = 4;
    private static final String SEPARATORS = ".-_*,~+/|·•:;";
    private static final String IN_PLACE_OF_LETTERS = "013457@$!";

    private SpacedLetters() {}

    static Draft fold(Draft old) {
        Draft result = old.emptied();
        for (int i = 0; i < old.size(); ) {
            int separator = endOfSeparator(old, i + 1);
            int end = isSingle(old, i) && !Letters.isOfWord(old.at(i - 1)) ? endOfRun(old, i, separator - i - 1) : i;
            if (end > i && !isArticle(old, i, separator, end)) {
                for (int letter = i; letter < end; letter += separator - i) {
                    result.add(old.at(letter), old, letter);
                }
                i = end;
            } else {
                result.add(old.at(i), old, i);
                i++;
            }
        }
        return result;
    }

    /// After the separator that starts at `i`: a blank, a sign, or a sign between two blanks.
    private static int endOfSeparator(Draft text, int i) {
        if (SEPARATORS.indexOf(text.at(i)) >= 0) {
            return i + 1;
        }
        if (text.at(i) != ' ') {
            return i;
        }
        return SEPARATORS.indexOf(text.at(i + 1)) >= 0 && text.at(i + 2) == ' ' ? i + 3 : i + 1;
    }

    /// After the last letter of the run that starts at `i`, or `i` when it is none.
    private static int endOfRun(Draft text, int i, int separator) {
        if (separator == 0) {
            return i;
        }
        int letters = Character.isLetter(text.at(i)) ? 1 : 0;
        int count = 1;
        int last = i;
        int next = i + separator + 1;
        while (next < text.size() && isSame(text, i + 1, last + 1, separator) && isSingle(text, next)) {
            letters += Character.isLetter(text.at(next)) ? 1 : 0;
            count++;
            last = next;
            next += separator + 1;
        }
        // The last one may be the beginning of a word that stands after the run.
        if (Letters.isOfWord(text.at(last + 1))) {
            letters -= Character.isLetter(text.at(last)) ? 1 : 0;
            count--;
            last -= separator + 1;
        }
        return count >= LEAST && 2 * letters > count ? last + 1 : i;
    }

    /// Whether the first letter is the article of what follows, as in `a f o o l`, and not as in `a s s h o l e`.
    private static boolean isArticle(Draft text, int i, int next, int end) {
        int step = next - i;
        int lettersAfter = (end - 1 - i) / step;
        return text.at(i) == 'a'
                && step == 2
                && text.at(i + 1) == ' '
                && lettersAfter >= LEAST
                && text.at(next) != text.at(next + step);
    }

    private static boolean isSame(Draft text, int separator, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (text.at(separator + i) != text.at(other + i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSingle(Draft text, int i) {
        int character = text.at(i);
        return Letters.isLatin(character) || IN_PLACE_OF_LETTERS.indexOf(character) >= 0;
    }
}
