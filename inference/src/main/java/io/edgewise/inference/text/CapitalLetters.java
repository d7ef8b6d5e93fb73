// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

/// Writes a text in small letters that is in capitals, as old terminals send it. Words with digits keep theirs
/// (`REPLACE PUMP P-17A` becomes `replace pump P-17A`), and so does a text with small letters or with one word only.
final class CapitalLetters {
    private static final String HOLDING = "-/_.";

    private CapitalLetters() {}

    static Draft fold(Draft old) {
        if (!isInCapitals(old)) {
            return old;
        }
        Draft result = old.emptied();
        for (int i = 0; i < old.size(); ) {
            int end = endOfToken(old, i);
            boolean code = false;
            for (int at = i; at < end; at++) {
                code |= Character.isDigit(old.at(at));
            }
            for (; i < end; i++) {
                result.add(code ? old.at(i) : Character.toLowerCase(old.at(i)), old, i);
            }
        }
        return result;
    }

    /// After a word with what signs hold to it, at least one character further.
    private static int endOfToken(Draft text, int i) {
        int end = i;
        while (Letters.isOfWord(text.at(end)) || (end > i && HOLDING.indexOf(text.at(end)) >= 0)) {
            end++;
        }
        return Math.max(end, i + 1);
    }

    private static boolean isInCapitals(Draft text) {
        int words = 0;
        for (int i = 0; i < text.size(); i++) {
            if (Character.isLowerCase(text.at(i))) {
                return false;
            }
            boolean begins = !Letters.isOfWord(text.at(i - 1)) && Letters.isOfWord(text.at(i));
            words += begins && Character.isLetter(text.at(i)) && Letters.isOfWord(text.at(i + 1)) ? 1 : 0;
        }
        return words > 1;
    }
}
