// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The decimal numbers of a range, as JSON writes them: no exponent, no `-0`, a limited number of digits.
///
/// Digits are compared with those of the limits as they come. A state is how the digits so far compare, so
/// that there are few of them however wide the range is.
///
/// @param negative the absolute values of numbers below zero; null for none
/// @param positive the numbers from zero on; null for none
/// @param wholeDigits the most before the point
/// @param fractionDigits the most after it; 0 for whole numbers
record NumberRange(@Nullable Magnitudes negative, @Nullable Magnitudes positive, int wholeDigits, int fractionDigits) {
    private static final int MOST_STATES = 10_000;

    /// One end of a range of absolute values, in digits.
    ///
    /// @param inclusive whether the limit itself counts
    record Limit(String whole, String fraction, boolean inclusive) {
        static Limit of(BigDecimal value, boolean inclusive) {
            String plain = value.abs().toPlainString();
            int point = plain.indexOf('.');
            return point < 0
                    ? new Limit(plain, "", inclusive)
                    : new Limit(plain.substring(0, point), plain.substring(point + 1), inclusive);
        }

        /// How digits compare, given how those before compared and one more.
        static int compare(int before, char digit, String digits, int at) {
            return before != 0 ? before : Integer.signum(digit - (at < digits.length() ? digits.charAt(at) : '0'));
        }

        /// How a number compares when no more digits come before its point.
        int settleWhole(int compared, int digits) {
            return digits == whole.length() ? compared : Integer.signum(digits - whole.length());
        }

        /// How a number compares when no more digits come at all.
        int settle(int compared, int digits) {
            boolean more = fraction.chars().skip(digits).anyMatch(digit -> digit != '0');
            return compared == 0 && more ? -1 : compared;
        }
    }

    /// A range of absolute values.
    record Magnitudes(Limit low, Limit high) {}

    private enum Part {
        START,
        MINUS,
        ZERO,
        WHOLE,
        POINT,
        FRACTION
    }

    /// @param digits of this part
    /// @param low how what was read compares with the lower limit: -1, 0 or 1
    private record At(Part part, boolean below, int digits, int low, int high) {}

    /// An automaton with no state when there is no such number.
    Dfa dfa() {
        return Exploration.of(
                new At(Part.START, false, 0, 0, 0), this::next, this::accepts, state -> false, MOST_STATES);
    }

    private @Nullable At next(At at, int value) {
        boolean digit = value >= '0' && value <= '9';
        return switch (at.part()) {
            case START -> value == '-' && negative != null ? new At(Part.MINUS, true, 0, 0, 0) : first(at, value);
            case MINUS -> first(at, value);
            case ZERO -> value == '.' ? point(at) : null;
            case WHOLE -> value == '.' ? point(at) : digit && at.digits() < wholeDigits ? whole(at, value) : null;
            case POINT, FRACTION -> digit && at.digits() < fractionDigits ? fraction(at, value) : null;
        };
    }

    private @Nullable At first(At at, int value) {
        if (value < '0' || value > '9' || magnitudes(at) == null) {
            return null;
        }
        At first = whole(at, value);
        return value == '0' ? new At(Part.ZERO, first.below(), 1, first.low(), first.high()) : first;
    }

    private @Nullable Magnitudes magnitudes(At at) {
        return at.below() ? negative : positive;
    }

    private Magnitudes range(At at) {
        return Objects.requireNonNull(magnitudes(at));
    }

    private At whole(At at, int value) {
        Magnitudes range = range(at);
        int low = Limit.compare(at.low(), (char) value, range.low().whole(), at.digits());
        int high = Limit.compare(at.high(), (char) value, range.high().whole(), at.digits());
        return new At(Part.WHOLE, at.below(), at.digits() + 1, low, high);
    }

    private @Nullable At point(At at) {
        Magnitudes range = range(at);
        int low = range.low().settleWhole(at.low(), at.digits());
        int high = range.high().settleWhole(at.high(), at.digits());
        return fractionDigits == 0 ? null : new At(Part.POINT, at.below(), 0, low, high);
    }

    private At fraction(At at, int value) {
        Magnitudes range = range(at);
        int low = Limit.compare(at.low(), (char) value, range.low().fraction(), at.digits());
        int high = Limit.compare(at.high(), (char) value, range.high().fraction(), at.digits());
        return new At(Part.FRACTION, at.below(), at.digits() + 1, low, high);
    }

    private boolean accepts(At at) {
        return switch (at.part()) {
            case START, MINUS, POINT -> false;
            case ZERO, WHOLE -> {
                Magnitudes range = range(at);
                yield isWithin(
                        range,
                        range.low().settle(range.low().settleWhole(at.low(), at.digits()), 0),
                        range.high().settle(range.high().settleWhole(at.high(), at.digits()), 0));
            }
            case FRACTION -> {
                Magnitudes range = range(at);
                yield isWithin(
                        range,
                        range.low().settle(at.low(), at.digits()),
                        range.high().settle(at.high(), at.digits()));
            }
        };
    }

    private static boolean isWithin(Magnitudes range, int low, int high) {
        return (low > 0 || (low == 0 && range.low().inclusive()))
                && (high < 0 || (high == 0 && range.high().inclusive()));
    }
}
