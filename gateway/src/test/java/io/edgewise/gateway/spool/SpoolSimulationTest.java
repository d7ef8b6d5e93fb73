// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.edgewise.gateway.spool.SpoolSimulation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Runs many seeds. A failure names its seed; `-Dedgewise.simulation.seed=N` runs that one alone, and
/// `-Dedgewise.simulation.runs=N` as many as you have patience for, from a seed of the clock.
class SpoolSimulationTest {
    private static final int RUNS = 60;

    @TempDir
    private Path folder;

    /// Failing disks are part of the game; their warnings would hide everything else.
    @BeforeAll
    static void quiet() {
        additive(false);
    }

    @AfterAll
    static void loud() {
        additive(true);
    }

    private static void additive(boolean additive) {
        for (Class<?> chatty :
                new Class<?>[] {HoldUp.class, Refusals.class, SpoolLog.class, Recovery.class, Drops.class}) {
            if (LoggerFactory.getLogger(chatty) instanceof Logger logger) {
                logger.setAdditive(additive);
            }
        }
    }

    @Test
    void losesNothingThatItAcceptedAndKeepsTheOrderWhateverHappens() throws IOException {
        Long only = Long.getLong("edgewise.simulation.seed");
        int runs = only == null ? Integer.getInteger("edgewise.simulation.runs", RUNS) : 1;
        long first = only != null ? only : runs == RUNS ? 1 : System.nanoTime();
        int accepted = 0;
        int repeated = 0;
        int powerCuts = 0;
        for (long seed = first; seed < first + runs; seed++) {
            Outcome outcome;
            try {
                outcome = new SpoolSimulation(seed, Files.createDirectory(folder.resolve("seed-" + seed))).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            accepted += outcome.accepted();
            repeated += outcome.repeated();
            powerCuts += outcome.powerCuts();
        }
        System.out.printf(
                "spool simulation: seeds %d to %d, %d accepted, %d repeated, %d power cuts%n",
                first, first + runs - 1, accepted, repeated, powerCuts);
        // Or it would have tried nothing.
        assertThat(accepted).isGreaterThan(runs * 20);
        assertThat(repeated).isPositive();
        assertThat(powerCuts).isPositive();
    }
}
