// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import ch.qos.logback.classic.Logger;
import java.util.stream.LongStream;
import org.slf4j.LoggerFactory;

/// The seeds that a simulation runs with. `-Dedgewise.simulation.seed=N` runs that one alone, and
/// `-Dedgewise.simulation.runs=N` as many as you have patience for, from a seed of the clock. Immutable.
///
/// @param first the first of them
/// @param runs how many
/// @param alone whether somebody looks at one
public record Seeds(long first, int runs, boolean alone) {
    /// @param usual how many a build runs: the same ones each time, so that a build that fails, fails again;
    /// longer runs look further
    public static Seeds of(int usual) {
        Long only = Long.getLong("edgewise.simulation.seed");
        if (only != null) {
            return new Seeds(only, 1, true);
        }
        int runs = Integer.getInteger("edgewise.simulation.runs", usual);
        return new Seeds(runs == usual ? 1 : System.nanoTime(), runs, false);
    }

    public LongStream stream() {
        return LongStream.range(first, first + runs);
    }

    /// Lets classes write to the log, or not: thousands of failures are part of the game, and their warnings
    /// would hide everything else.
    public static void loud(boolean loud, Class<?>... chatty) {
        for (Class<?> type : chatty) {
            if (LoggerFactory.getLogger(type) instanceof Logger logger) {
                logger.setAdditive(loud);
            }
        }
    }
}
