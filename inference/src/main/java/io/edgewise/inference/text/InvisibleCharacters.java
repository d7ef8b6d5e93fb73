// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

/// Drops characters that nobody sees.
///
/// A zero-width joiner or non-joiner stays between letters that it means something to (Persian, Indic scripts, emoji).
/// One or two marks on a letter are an accent; overlays that strike it through, and piles of more marks, are none.
final class InvisibleCharacters {
    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;
    private static final int FIRST_OVERLAY = 0x0334;
    private static final int LAST_OVERLAY = 0x0338;
    private static final int MOST_MARKS = 2;
    private static final int DELETE = 0x7F;
    /// Not of the general category Cf, and not seen all the same: joiners, fillers and variation selectors.
    private static final String UNSEEN = "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u3164\uFFA0";

    private InvisibleCharacters() {}

    static Draft fold(Draft old) {
        Draft result = old.emptied();
        for (int i = 0; i < old.size(); i++) {
            if (!isInvisible(old, i) && !isPiled(old, i)) {
                result.add(old.at(i), old, i);
            }
        }
        return result;
    }

    private static boolean isInvisible(Draft text, int i) {
        int character = text.at(i);
        if (character == NON_JOINER || character == JOINER) {
            return isOfWestern(text.at(i - 1)) || isOfWestern(text.at(i + 1));
        }
        return Character.getType(character) == Character.FORMAT
                || isControl(character)
                || UNSEEN.indexOf(character) >= 0
                || (character >= 0xFE00 && character <= 0xFE0F)
                || (character >= 0xE0000 && character <= 0xE0FFF);
    }

    private static boolean isControl(int character) {
        return (character < ' ' || (character >= DELETE && character < 0xA0))
                && !Character.isWhitespace(character)
                && character != 0x85;
    }

    private static boolean isOfWestern(int character) {
        return switch (Character.UnicodeScript.of(character)) {
            case LATIN, CYRILLIC, GREEK -> true;
            default -> Letters.isDigit(character);
        };
    }

    private static boolean isPiled(Draft text, int i) {
        if (!Letters.isMark(text.at(i))) {
            return false;
        }
        if (text.at(i) >= FIRST_OVERLAY && text.at(i) <= LAST_OVERLAY) {
            return true;
        }
        int before = 0;
        while (before < MOST_MARKS && Letters.isMark(text.at(i - 1 - before))) {
            before++;
        }
        return before == MOST_MARKS;
    }
}
