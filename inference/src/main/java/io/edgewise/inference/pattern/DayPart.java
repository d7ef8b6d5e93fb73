// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.jspecify.annotations.Nullable;

/// A part of the day, which tells seven in the morning from seven in the evening. Immutable.
enum DayPart {
    MORNING,
    AFTERNOON,
    EVENING,
    NIGHT;

    static @Nullable DayPart of(String word) {
        return switch (word) {
            case "morning" -> MORNING;
            case "afternoon" -> AFTERNOON;
            case "evening" -> EVENING;
            case "night", "tonight" -> NIGHT;
            default -> null;
        };
    }

    /// The hour of the day of an hour on a dial, -1 if nobody says it so ("five in the night" is left open).
    ///
    /// @param dial 1 to 12
    int hour(int dial) {
        return switch (this) {
            case MORNING -> dial == 12 ? -1 : dial;
            case AFTERNOON -> dial == 12 ? 12 : dial <= 8 ? dial + 12 : -1;
            case EVENING -> dial >= 4 && dial <= 11 ? dial + 12 : -1;
            case NIGHT -> dial >= 6 && dial <= 11 ? dial + 12 : -1;
        };
    }
}
