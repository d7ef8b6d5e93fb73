// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.List;
import java.util.Locale;

/// Finds International Bank Account Numbers (ISO 13616), in one piece or in groups parted by single spaces.
/// Immutable, thread-safe.
final class IbanPattern implements Recognizer {
    private static final int FEWEST_DIGITS = 8;

    @Override
    public void find(Source source, List<PatternMatch> found) {
        if (source.digits() < FEWEST_DIGITS) {
            return;
        }
        for (int i = 0; i + 4 < source.length(); i++) {
            if (source.digitAt(i + 2)
                    && source.digitAt(i + 3)
                    && isLatin(source.at(i))
                    && isLatin(source.at(i + 1))
                    && !source.wordAt(i - 1)) {
                add(source, i, found);
            }
        }
    }

    /// The country says how long its numbers are, so that the number ends where it ends, whatever follows.
    private static void add(Source source, int start, List<PatternMatch> found) {
        String country = source.folded().substring(start, start + 2).toUpperCase(Locale.ROOT);
        int length = IbanRegistry.length(country);
        if (length == 0) {
            return;
        }
        StringBuilder value = new StringBuilder(length);
        int at = start;
        while (value.length() < length) {
            char c = source.at(at);
            if (isLatin(c) || Source.isDigit(c)) {
                value.append(Character.toUpperCase(c));
            } else if (c != ' ' || source.at(at + 1) == ' ' || at >= source.length()) {
                return;
            }
            at++;
        }
        if (!source.wordAt(at) && IbanRegistry.isValid(value.toString())) {
            found.add(new PatternMatch(PatternType.IBAN, start, at, value.toString()));
        }
    }

    private static boolean isLatin(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
