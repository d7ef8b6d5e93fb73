// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

/// Replaces digits and symbols that stand for letters inside words: `1d10t`, `@ss`, `$hit`, `sh!t`.
///
/// Many things have digits and are no words; a run of letters, digits and symbols stays as it is
///
/// - when it is part of something that signs hold together: `CV-102`, `K-204/B`, `10:30`, `a1@b.com`, `/dev/sd1a`;
/// - when it has fewer than two letters, or more than two digits in a row: `M3`, `3D`, `h264`;
/// - when it is in capitals and could not be spoken, or ends in a digit: `TK101A`, `PUMP2`;
/// - where a digit is not between letters: `mp4`, `10mm`, `2nd`. A single one before three letters is taken for a
///   letter (`5hit`), unless it numbers them (`1st`).
final class LeetLetters {
    private static final String HOLDING = "-/_.:#\\=&%+~^<>{}[]()*'";
    private static final int MOST_CONSONANTS = 3;
    private static final int MOST_DIGITS = 2;
    private static final int LEAST_LETTERS_OF_CAPITALS = 4;
    private static final int LEAST_AFTER_DIGIT = 3;

    private LeetLetters() {}

    static Draft fold(Draft old) {
        Draft result = old.emptied();
        for (int i = 0; i < old.size(); ) {
            int end = endOfToken(old, i);
            if (end > i && isWord(old, i, end) && !isHeld(old, i, end)) {
                for (int at = i; at < end; at++) {
                    result.add(letter(old, at, i, end), old, at);
                }
            } else {
                result.addAll(old, i, Math.max(end, i + 1));
            }
            i = Math.max(end, i + 1);
        }
        return result;
    }

    private static boolean isOfToken(Draft text, int i) {
        int character = text.at(i);
        return Letters.isOfWord(character)
                || character == '@'
                || character == '$'
                || character == '€'
                || (character == '!' && Letters.isConsonant(text.at(i - 1)) && Letters.isConsonant(text.at(i + 1)));
    }

    private static int endOfToken(Draft text, int i) {
        int end = i;
        while (end < text.size() && isOfToken(text, end)) {
            end++;
        }
        return end;
    }

    /// Whether a sign joins the run to more of the same: it is then part of a code, a path, an address.
    private static boolean isHeld(Draft text, int from, int to) {
        return (HOLDING.indexOf(text.at(from - 1)) >= 0 && isOfToken(text, from - 2))
                || (HOLDING.indexOf(text.at(to)) >= 0 && isOfToken(text, to + 1))
                || text.at(from - 1) == '#'
                || text.at(from - 1) == '/'
                || text.at(from - 1) == '\\';
    }

    /// Whether a run can be a word in which something stands for letters.
    private static boolean isWord(Draft text, int from, int to) {
        int letters = 0;
        int capitals = 0;
        int others = 0;
        int row = 0;
        for (int i = from; i < to; i++) {
            int character = text.at(i);
            boolean letter = Letters.isLatin(character);
            letters += letter ? 1 : 0;
            capitals += Character.isUpperCase(character) ? 1 : 0;
            others += letter ? 0 : 1;
            row = Letters.isDigit(character) ? row + 1 : 0;
            if (row > MOST_DIGITS || !(letter || isLeet(character))) {
                return false;
            }
        }
        if (letters < 2 || others == 0 || (text.at(from) == '@' && !isSwear(text, from, to))) {
            return false;
        }
        return capitals < 2 || (letters >= LEAST_LETTERS_OF_CAPITALS && isCapitalWord(text, from, to));
    }

    /// A word with `@` in front is somebody's name, except for the one word that is written so.
    private static boolean isSwear(Draft text, int from, int to) {
        return to - from >= 3 && lower(text.at(from + 1)) == 's' && lower(text.at(from + 2)) == 's';
    }

    private static int lower(int character) {
        return Character.toLowerCase(character);
    }

    /// Whether a run with capitals is a word and no code: each digit alone and none at an end, all letters capitals,
    /// and never so many consonants in a row that nobody could say it.
    private static boolean isCapitalWord(Draft text, int from, int to) {
        int consonants = 0;
        for (int i = from; i < to; i++) {
            boolean digit = Letters.isDigit(text.at(i));
            boolean end = i == from || i == to - 1;
            if (Character.isLowerCase(text.at(i)) || (digit && (end || Letters.isDigit(text.at(i - 1))))) {
                return false;
            }
            consonants = Letters.isConsonant(letter(text, i, from, to)) ? consonants + 1 : 0;
            if (consonants > MOST_CONSONANTS) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLeet(int character) {
        return "013457890@$€!".indexOf(character) >= 0;
    }

    /// What a character of a word stands for.
    private static int letter(Draft text, int i, int from, int to) {
        int character = text.at(i);
        if (Letters.isLatin(character) || (Letters.isDigit(character) && !isInside(text, i, from, to))) {
            return character;
        }
        return switch (character) {
            case '0' -> 'o';
            case '1' -> isElle(text, i) ? 'l' : 'i';
            case '3', '€' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7' -> 't';
            case '8' -> 'b';
            case '9' -> 'g';
            case '!' -> 'i';
            default -> character;
        };
    }

    /// Whether there are letters before and after a digit, or it is alone before three of them.
    private static boolean isInside(Draft text, int i, int from, int to) {
        boolean before = false;
        boolean after = false;
        for (int other = from; other < to; other++) {
            boolean letter = Letters.isLatin(text.at(other));
            before |= letter && other < i;
            after |= letter && other > i;
        }
        boolean first = i == from && to - from > LEAST_AFTER_DIGIT && !isOrdinal(text, from, to);
        return after && (before || (first && isFollowedByLetters(text, from)));
    }

    private static boolean isFollowedByLetters(Draft text, int from) {
        return Letters.isLatin(text.at(from + 1)) && text.at(from) != '8' && text.at(from) != '9';
    }

    private static boolean isOrdinal(Draft text, int from, int to) {
        return to - from == 3
                && "st nd rd th"
                        .contains(Character.toString(lower(text.at(from + 1)))
                                + Character.toString(lower(text.at(from + 2))));
    }

    /// 1 is an l in `11` and between two vowels or before one at the start (`1oser`, `a1ways`), else an i.
    private static boolean isElle(Draft text, int i) {
        if (text.at(i - 1) == '1' || text.at(i + 1) == '1') {
            return true;
        }
        boolean vowelBefore = Letters.isVowel(text.at(i - 1)) || !isOfToken(text, i - 1);
        return vowelBefore && Letters.isVowel(text.at(i + 1));
    }
}
