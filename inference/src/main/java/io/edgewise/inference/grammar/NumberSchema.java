// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import io.edgewise.inference.grammar.NumberRange.Limit;
import io.edgewise.inference.grammar.NumberRange.Magnitudes;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A number or a whole one in a range. Confined to one reading.
///
/// It has at most 15 digits in all, so that a program that reads it as a double-precision number gets this
/// very number and no neighbour beyond a limit.
final class NumberSchema {
    static final Set<String> KEYWORDS = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

    private static final int MOST_DIGITS = 15;
    /// Of a number that has no limit.
    private static final int DEFAULT_WHOLE_DIGITS = 9;

    private static final int DEFAULT_FRACTION_DIGITS = 6;

    private final SchemaBlock block;
    private final boolean whole;

    /// A limit that the schema names, or the one that the digits set.
    private record Bound(BigDecimal value, boolean inclusive) {
        Limit limit() {
            return Limit.of(value, inclusive);
        }
    }

    NumberSchema(SchemaBlock block, boolean whole) {
        this.block = block;
        this.whole = whole;
    }

    Term term() {
        Bound low = tighter("minimum", "exclusiveMinimum", 1);
        Bound high = tighter("maximum", "exclusiveMaximum", -1);
        if (low != null && high != null && low.value().compareTo(high.value()) > 0) {
            block.problem("no number is at least " + low.value() + " and at most " + high.value());
            return Series.of();
        }
        int digits = wholeDigits(low, high);
        int fraction = whole ? 0 : fractionDigits(low, high, digits);
        if (fraction < 0) {
            return Series.of();
        }
        BigDecimal beyond = BigDecimal.TEN.pow(digits);
        Dfa dfa = range(
                        low == null ? new Bound(beyond.negate(), false) : low,
                        high == null ? new Bound(beyond, false) : high,
                        digits,
                        fraction)
                .dfa();
        if (dfa.start() == Leaf.DEAD) {
            block.problem("no " + (whole ? "whole number" : "number with up to " + fraction + " digits after the point")
                    + " lies within its limits");
        }
        return dfa;
    }

    /// @param sign 1 when the larger value is the tighter one
    private @Nullable Bound tighter(String inclusive, String exclusive, int sign) {
        Bound first = bound(inclusive, true);
        Bound second = bound(exclusive, false);
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return second.value().compareTo(first.value()) * sign >= 0 ? second : first;
    }

    private @Nullable Bound bound(String key, boolean inclusive) {
        BigDecimal value = block.number(key).map(BigDecimal::stripTrailingZeros).orElse(null);
        if (value == null) {
            return null;
        }
        // The exponent first: a number may stand for millions of digits.
        if (value.scale() > MOST_DIGITS || value.precision() - value.scale() > MOST_DIGITS) {
            block.problem(key, "has more than " + MOST_DIGITS + " digits");
            return null;
        }
        return new Bound(value, inclusive);
    }

    private int wholeDigits(@Nullable Bound low, @Nullable Bound high) {
        int open = whole ? MOST_DIGITS : DEFAULT_WHOLE_DIGITS;
        int named = named(low, high)
                .mapToInt(bound ->
                        Math.max(1, bound.value().precision() - bound.value().scale()))
                .max()
                .orElse(1);
        return low == null || high == null ? Math.max(open, named) : named;
    }

    private static Stream<Bound> named(@Nullable Bound low, @Nullable Bound high) {
        return Stream.of(low, high).filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    /// Enough for the limits; negative, with a problem, when these have too many digits together.
    private int fractionDigits(@Nullable Bound low, @Nullable Bound high, int wholeDigits) {
        int named =
                named(low, high).mapToInt(bound -> bound.value().scale()).max().orElse(0);
        if (wholeDigits + Math.max(0, named) > MOST_DIGITS) {
            block.problem("its limits have more than " + MOST_DIGITS + " digits before and after the point together");
            return -1;
        }
        return Math.max(named, Math.min(DEFAULT_FRACTION_DIGITS, MOST_DIGITS - wholeDigits));
    }

    private NumberRange range(Bound low, Bound high, int digits, int fraction) {
        Limit zero = Limit.of(BigDecimal.ZERO, true);
        Limit aboveZero = Limit.of(BigDecimal.ZERO, false);
        Magnitudes negative = low.value().signum() >= 0
                ? null
                : new Magnitudes(high.value().signum() < 0 ? high.limit() : aboveZero, low.limit());
        Magnitudes positive = high.value().signum() < 0
                ? null
                : new Magnitudes(low.value().signum() < 0 ? zero : low.limit(), high.limit());
        return new NumberRange(negative, positive, digits, fraction);
    }
}
