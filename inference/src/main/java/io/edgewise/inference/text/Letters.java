// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

/// What a character is.
final class Letters {
    private Letters() {}

    static boolean isLatin(int character) {
        return Character.isLetter(character)
                && (character < 0x80 || Character.UnicodeScript.of(character) == Character.UnicodeScript.LATIN);
    }

    static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    static boolean isVowel(int character) {
        return "aeiouyAEIOUY".indexOf(character) >= 0;
    }

    static boolean isConsonant(int character) {
        return character < 0x80 && Character.isLetter(character) && !isVowel(character);
    }

    static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /// Whether a character is one of those that words are made of.
    static boolean isOfWord(int character) {
        return Character.isLetterOrDigit(character) || Character.getType(character) == Character.NON_SPACING_MARK;
    }

    static boolean isBlank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
