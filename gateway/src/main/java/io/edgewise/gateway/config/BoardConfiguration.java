// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.document.Numbers;
import io.edgewise.inference.document.Section;
import java.time.Duration;
import java.util.OptionalDouble;

/// How the gateway spares the board. Immutable.
///
/// @param governor whether inference is slowed down before the board has to be
/// @param limit of the temperature in °C, in place of what the board says
/// @param interval between two looks at the board
public record BoardConfiguration(boolean governor, OptionalDouble limit, Duration interval) {
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
    /// A chip without a heat sink is ten kelvins hotter within half a minute.
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(30);

    /// Reads the block `board`.
    static BoardConfiguration read(Section s) {
        return new BoardConfiguration(
                s.flag(
                        "governor",
                        true,
                        "slow inference down before the board has to slow itself down; false only tells"),
                s.maybeNumber(
                        "limit",
                        80,
                        40,
                        120,
                        "degrees Celsius at which the board slows itself down, where it does not tell or is to stay cooler"),
                s.optional(
                        "interval", "5s", BoardConfiguration::interval, "between two looks at the board, 1s to 30s"));
    }

    private static Duration interval(String text) {
        Duration interval = Numbers.duration(text);
        if (interval.compareTo(LEAST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("expected 1s to 30s, got \"" + text + "\"");
        }
        return interval;
    }
}
