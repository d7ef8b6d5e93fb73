// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

/// The arithmetic that tells a number with a slip in it from one without. Immutable.
final class CheckDigits {
    private static final int MOD_97 = 97;

    private CheckDigits() {}

    /// Whether the last of some decimal digits is the Luhn digit of those before it (ISO/IEC 7812-1 annex B).
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int counted = i % 2 == 0 ? digit : 2 * digit;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum % 10 == 0;
    }

    /// The remainder by 97 of decimal digits and capital letters, of which A counts as 10, B as 11, and so on (ISO
    /// 7064, ISO 13616-1 clause 6).
    static int mod97(String digitsAndCapitals) {
        int remainder = 0;
        for (int i = 0; i < digitsAndCapitals.length(); i++) {
            int value = Character.digit(digitsAndCapitals.charAt(i), 36);
            remainder = (remainder * (value < 10 ? 10 : 100) + value) % MOD_97;
        }
        return remainder;
    }
}
