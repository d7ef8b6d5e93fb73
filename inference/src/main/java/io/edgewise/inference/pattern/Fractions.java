// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Reads the fractions of workshop sizes: `1/2`, `2 1/2`, `2½`. Immutable.
///
/// Only halves down to sixty-fourths, so that the value is exact and a date or a ratio is not taken for one.
final class Fractions {
    private static final String SIGNS = "½¼¾⅛⅜⅝⅞";
    private static final String[] SIGN_VALUES = {"0.5", "0.25", "0.75", "0.125", "0.375", "0.625", "0.875"};

    private Fractions() {}

    /// The number with the fraction that belongs to it, the number itself if none does; null if it is the
    /// beginning of something like a fraction that is none.
    static @Nullable Numeral extend(Source source, Numeral number) {
        BigDecimal sign = sign(source.at(number.end()));
        if (sign != null) {
            return number.whole() ? sum(number, sign, number.end() + 1) : null;
        }
        if (!number.whole()) {
            return number;
        }
        if (source.at(number.end()) == '/' && source.digitAt(number.end() + 1)) {
            return over(source, number.start(), number.end());
        }
        return mixed(source, number);
    }

    /// The value of a sign such as `½`, null if it is none.
    static @Nullable BigDecimal sign(char c) {
        int index = SIGNS.indexOf(c);
        return index < 0 ? null : new BigDecimal(SIGN_VALUES[index]);
    }

    private static Numeral mixed(Source source, Numeral number) {
        int digits = number.end() + 1;
        if (source.at(number.end()) != ' ' || !source.digitAt(digits)) {
            return number;
        }
        int slash = digits;
        while (source.digitAt(slash) && slash - digits < 3) {
            slash++;
        }
        Numeral fraction = source.at(slash) == '/' ? over(source, digits, slash) : null;
        return fraction == null ? number : sum(number, fraction.value(), fraction.end());
    }

    private static @Nullable Numeral over(Source source, int start, int slash) {
        int end = slash + 1;
        while (source.digitAt(end) && end - slash < 4) {
            end++;
        }
        if (slash - start > 2 || end - slash > 3 || end == slash + 1 || source.at(end) == '/') {
            return null;
        }
        int above = Integer.parseInt(source.folded().substring(start, slash));
        int below = Integer.parseInt(source.folded().substring(slash + 1, end));
        boolean exact = below >= 2 && below <= 64 && Integer.bitCount(below) == 1;
        if (!exact || above == 0 || above >= below) {
            return null;
        }
        BigDecimal value = BigDecimal.valueOf(above).divide(BigDecimal.valueOf(below));
        return new Numeral(start, end, value, false, false);
    }

    private static Numeral sum(Numeral number, BigDecimal fraction, int end) {
        return new Numeral(number.start(), end, number.value().add(fraction), false, number.inWords());
    }
}
