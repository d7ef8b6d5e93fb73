// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

import java.text.Normalizer;

/// Replaces letters, digits and punctuation in compatibility forms by the plain ones (Unicode Standard Annex 15, form
/// NFKC, of one character at a time).
///
/// Left alone is what says something by its form: exponents, indices, fractions, Roman numerals of a clock face,
/// ordinal indicators, trademarks, the sign for micro.
final class CompatibilityForms {
    private static final String MEANT = "ªº™℠µ";
    private static final int NEGATIVE_CIRCLED_A = 0x1F150;
    private static final int NEGATIVE_SQUARED_A = 0x1F170;
    private static final int LETTERS = 26;

    private CompatibilityForms() {}

    static Draft fold(Draft old) {
        Draft result = old.emptied();
        for (int i = 0; i < old.size(); i++) {
            int character = old.at(i);
            if (character < 0x80) {
                result.add(character, old, i);
            } else {
                int at = i;
                plain(character).codePoints().forEach(c -> result.add(c, old, at));
            }
        }
        return result;
    }

    private static String plain(int character) {
        String itself = Character.toString(character);
        if (isOneOf(character, NEGATIVE_CIRCLED_A)) {
            return Character.toString('A' + character - NEGATIVE_CIRCLED_A);
        }
        if (isOneOf(character, NEGATIVE_SQUARED_A)) {
            return Character.toString('A' + character - NEGATIVE_SQUARED_A);
        }
        String plain = Normalizer.normalize(itself, Normalizer.Form.NFKC);
        boolean fullwidth = character >= 0xFF01 && character <= 0xFF5E;
        boolean digit = character >= 0x1D7CE && character <= 0x1D7FF;
        boolean letters = MEANT.indexOf(character) < 0 && plain.codePoints().allMatch(Letters::isLatin);
        return fullwidth || digit || letters ? plain : itself;
    }

    private static boolean isOneOf(int character, int first) {
        return character >= first && character < first + LETTERS;
    }
}
