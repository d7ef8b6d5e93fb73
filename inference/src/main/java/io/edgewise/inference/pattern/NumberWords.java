// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads English numbers in words, up to a million, and ordinals up to thirty-first. Immutable.
final class NumberWords {
    private static final List<String> ONES = List.of(
            ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                            + " seventeen eighteen nineteen")
                    .split(" "));
    private static final List<String> TENS =
            List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    private static final List<String> ORDINAL_WORDS = List.of(
            ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
                            + " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth")
                    .split(" "));
    private static final Map<String, Integer> ORDINALS = ordinals();
    private static final Map<String, Integer> CARDINALS = cardinals();

    private NumberWords() {}

    /// A number read from words.
    ///
    /// @param value its value
    /// @param next the token after it
    record Reading(BigDecimal value, int next) {

        private Reading plus(int more) {
            return new Reading(value.add(BigDecimal.valueOf(more)), next);
        }
    }

    static boolean isOrdinal(String word) {
        return ORDINALS.containsKey(word);
    }

    static boolean isCardinal(String word) {
        return CARDINALS.containsKey(word);
    }

    /// Reads the longest number that begins at a token, null if none does.
    static @Nullable Reading read(Tokens tokens, int token) {
        Reading small = belowHundred(tokens, token);
        if (small == null) {
            return null;
        }
        long value = small.value.longValueExact();
        int at = small.next;
        if (value < 100 && tokens.isWord(at, "hundred")) {
            at++;
            value *= 100;
            Reading rest = belowHundred(tokens, tokens.isWord(at, "and") ? at + 1 : at);
            if (rest != null) {
                value += rest.value.longValueExact();
                at = rest.next;
            }
        }
        return withHalf(tokens, withPoint(tokens, new Reading(BigDecimal.valueOf(value), at)));
    }

    /// A number below one hundred, such as a minute, null if none begins there.
    static @Nullable Reading belowHundred(Tokens tokens, int token) {
        Integer value = CARDINALS.get(tokens.word(token));
        if (value == null) {
            return null;
        }
        int next = token + 1;
        if (value >= 20 && value % 10 == 0) {
            int one = tokens.isMark(next, '-') && tokens.touchesNext(next) ? next + 1 : next;
            Integer ones = CARDINALS.get(tokens.word(one));
            if (ones != null && ones > 0 && ones < 10) {
                return new Reading(BigDecimal.valueOf(value + ones), one + 1);
            }
        }
        return new Reading(BigDecimal.valueOf(value), next);
    }

    /// The day of a month in words ("twenty first", "eleventh"), null if none begins there.
    static @Nullable Reading ordinal(Tokens tokens, int token) {
        String word = tokens.word(token);
        int value = ORDINALS.getOrDefault(word, 0);
        if (value > 0) {
            return new Reading(BigDecimal.valueOf(value), token + 1);
        }
        if (!word.equals("twenty") && !word.equals("thirty")) {
            return null;
        }
        int one = tokens.isMark(token + 1, '-') ? token + 2 : token + 1;
        int ones = ORDINALS.getOrDefault(tokens.word(one), 0);
        int day = (word.equals("twenty") ? 20 : 30) + ones;
        return ones > 0 && ones < 10 && day <= 31 ? new Reading(BigDecimal.valueOf(day), one + 1) : null;
    }

    /// A year in words ("nineteen ninety nine", "twenty twenty six", "two thousand and eight"), null if none begins
    /// there.
    static @Nullable Reading year(Tokens tokens, int token) {
        if (tokens.isWord(token, "two") && tokens.isWord(token + 1, "thousand")) {
            int at = tokens.isWord(token + 2, "and") ? token + 3 : token + 2;
            Reading rest = belowHundred(tokens, at);
            return rest == null ? new Reading(BigDecimal.valueOf(2000), token + 2) : rest.plus(2000);
        }
        int century = tokens.isWord(token, "nineteen") ? 1900 : tokens.isWord(token, "twenty") ? 2000 : 0;
        boolean zero = tokens.isWord(token + 1, "oh") || tokens.isWord(token + 1, "zero");
        Reading rest = century == 0 ? null : belowHundred(tokens, zero ? token + 2 : token + 1);
        boolean fits = rest != null && zero == (rest.value.intValue() < 10);
        return rest == null || !fits ? null : rest.plus(century);
    }

    private static Reading withPoint(Tokens tokens, Reading whole) {
        if (!tokens.isWord(whole.next, "point")) {
            return whole;
        }
        StringBuilder digits = new StringBuilder();
        int at = whole.next + 1;
        while (digits.length() < 4) {
            int digit = ONES.indexOf(tokens.word(at));
            if (digit < 0 || digit > 9) {
                break;
            }
            digits.append(digit);
            at++;
        }
        return digits.isEmpty() ? whole : new Reading(new BigDecimal(whole.value + "." + digits), at);
    }

    private static Reading withHalf(Tokens tokens, Reading whole) {
        boolean half = tokens.isWord(whole.next, "and")
                && tokens.isWord(whole.next + 1, "a")
                && tokens.isWord(whole.next + 2, "half");
        return half ? new Reading(whole.value.add(new BigDecimal("0.5")), whole.next + 3) : whole;
    }

    private static Map<String, Integer> ordinals() {
        Map<String, Integer> words = new HashMap<>();
        for (String word : ORDINAL_WORDS) {
            words.put(word, words.size() + 1);
        }
        words.put("thirtieth", 30);
        return Map.copyOf(words);
    }

    private static Map<String, Integer> cardinals() {
        Map<String, Integer> words = new HashMap<>();
        for (int i = 0; i < ONES.size(); i++) {
            words.put(ONES.get(i), i);
        }
        for (int i = 0; i < TENS.size(); i++) {
            words.put(TENS.get(i), 20 + 10 * i);
        }
        return Map.copyOf(words);
    }
}
