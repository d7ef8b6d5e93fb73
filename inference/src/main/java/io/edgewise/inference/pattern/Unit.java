// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Set;

/// A unit of measurement or a currency. Immutable.
///
/// @param symbol as it stands in the value of a match
/// @param kind what it measures, as in `units.txt`; `money` for a currency
record Unit(String symbol, String kind) {
    static final String MONEY = "money";

    private static final Set<String> DENOMINATORS =
            Set.of("time", "length", "area", "volume", "mass", "energy", "power");
    private static final Set<String> COUNTED_BY_TIME = Set.of("length", "volume", "mass");

    /// True if a unit "per" this one makes sense.
    boolean isDenominator() {
        return DENOMINATORS.contains(kind);
    }

    /// True if "a minute" after this unit means "per minute".
    boolean isCountedByTime() {
        return COUNTED_BY_TIME.contains(kind);
    }

    Unit per(Unit denominator) {
        return new Unit(symbol + "/" + denominator.symbol, "rate");
    }

    /// A unit found in a text.
    ///
    /// @param unit which it is
    /// @param start index of its first character
    /// @param end index after its last character
    record Found(Unit unit, int start, int end) {

        boolean isShort() {
            return end - start == 1;
        }

        Found per(Found denominator) {
            return new Found(unit.per(denominator.unit), start, denominator.end);
        }
    }
}
