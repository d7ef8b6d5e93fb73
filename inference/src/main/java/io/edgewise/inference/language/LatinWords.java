// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.language;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The words of Latin letters in a text, each once: what is repeated says no more than said once.
///
/// Left out is what belongs to no language: codes, numbers, addresses and paths (`P-17`, `pump_3`, `a.b.com`),
/// abbreviations in capitals within a text that has small letters, stretched words (`nooo`) and words of more
/// than 24 letters. `training/languages/words.py` does the same.
final class LatinWords {
    private static final int MOST_LETTERS = 24;
    /// More say nothing new, and a hostile text may have a million.
    private static final int MOST_WORDS = 400;
    private static final String NEVER_IN_WORDS = "@/\\_<>{}[]=|~^";
    private static final String AROUND = ".,:;!?\"'()…«»„“”";

    /// By word in small letters: whether it is written so.
    private final Map<String, Boolean> words = new LinkedHashMap<>();

    private final String text;
    private final boolean shouted;

    private LatinWords(String text) {
        this.text = text;
        this.shouted = text.codePoints().noneMatch(Character::isLowerCase);
    }

    static LatinWords of(String text) {
        LatinWords result = new LatinWords(Normalizer.normalize(text, Normalizer.Form.NFC));
        result.read();
        return result;
    }

    /// In small letters, by place.
    Collection<String> all() {
        return words.keySet();
    }

    /// Those that are written in small letters; all of them in a text without small letters.
    List<String> small() {
        return words.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void read() {
        for (int i = 0; i < text.length() && words.size() < MOST_WORDS; ) {
            int end = i;
            while (end < text.length() && !isBlank(text.charAt(end))) {
                end++;
            }
            if (!isCode(i, end)) {
                words(i, end);
            }
            i = end + 1;
        }
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private boolean isCode(int start, int end) {
        int first = start;
        int last = end - 1;
        while (first < end && AROUND.indexOf(text.charAt(first)) >= 0) {
            first++;
        }
        while (last > first && AROUND.indexOf(text.charAt(last)) >= 0) {
            last--;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean within = i > first && i < last;
            if (Character.isDigit(c) || NEVER_IN_WORDS.indexOf(c) >= 0 || (within && (c == '.' || c == ':'))) {
                return true;
            }
        }
        return false;
    }

    private void words(int start, int end) {
        for (int i = start; i < end; i++) {
            int from = i;
            while (i < end && isLatin(text.charAt(i))) {
                i++;
            }
            if (i > from && counts(from, i)) {
                add(text.substring(from, i));
            }
        }
    }

    static boolean isLatin(char c) {
        return c < 0x80
                ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                : Character.isLetter(c) && UnicodeScript.of(c) == UnicodeScript.LATIN;
    }

    private boolean counts(int from, int to) {
        if (to - from > MOST_LETTERS || (!shouted && to - from > 1 && isInCapitals(from, to))) {
            return false;
        }
        for (int i = from + 2; i < to; i++) {
            if (text.charAt(i) == text.charAt(i - 1) && text.charAt(i) == text.charAt(i - 2)) {
                return false;
            }
        }
        return true;
    }

    private boolean isInCapitals(int from, int to) {
        return text.substring(from, to).codePoints().allMatch(Character::isUpperCase);
    }

    private void add(String word) {
        char[] letters = word.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = Character.toLowerCase(letters[i]);
        }
        String small = new String(letters);
        words.merge(small, shouted || small.equals(word), Boolean::logicalOr);
    }
}
