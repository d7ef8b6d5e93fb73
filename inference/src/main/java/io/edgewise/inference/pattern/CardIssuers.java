// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.List;

/// Whose payment cards a number may be of. Immutable.
///
/// Source: ISO/IEC 7812, and what the issuers say of their ranges.
final class CardIssuers {
    /// Numbers of one issuer.
    ///
    /// @param lowest the first digits of the lowest number
    /// @param highest the first digits of the highest number, as many
    /// @param length digits of the whole number
    private record Range(String lowest, String highest, int length) {
        boolean holds(String digits) {
            if (digits.length() != length) {
                return false;
            }
            String first = digits.substring(0, lowest.length());
            return first.compareTo(lowest) >= 0 && first.compareTo(highest) <= 0;
        }
    }

    private static final List<Range> RANGES = List.of(
            new Range("4", "4", 16), // Visa
            new Range("51", "55", 16), // Mastercard
            new Range("2221", "2720", 16), // Mastercard
            new Range("34", "34", 15), // American Express
            new Range("37", "37", 15), // American Express
            new Range("6011", "6011", 16), // Discover
            new Range("644", "659", 16), // Discover
            new Range("300", "305", 14), // Diners Club
            new Range("3095", "3095", 14), // Diners Club
            new Range("36", "36", 14), // Diners Club
            new Range("38", "39", 14), // Diners Club
            new Range("3528", "3589", 16)); // JCB

    private CardIssuers() {}

    /// Whether an issuer has such numbers, and the check digit is right.
    ///
    /// @param digits decimal, without spaces
    static boolean isValid(String digits) {
        return RANGES.stream().anyMatch(range -> range.holds(digits)) && CheckDigits.luhn(digits);
    }
}
