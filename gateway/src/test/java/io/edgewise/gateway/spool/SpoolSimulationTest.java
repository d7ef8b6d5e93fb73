// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.Seeds;
import io.edgewise.gateway.spool.SpoolSimulation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs many seeds (see [Seeds]). A failure names its seed.
class SpoolSimulationTest {
    private static final int RUNS = 60;
    private static final Class<?>[] CHATTY = {HoldUp.class, Refusals.class, SpoolLog.class, Recovery.class, Drops.class
    };

    @TempDir
    private Path folder;

    @BeforeAll
    static void quiet() {
        Seeds.loud(false, CHATTY);
    }

    @AfterAll
    static void loud() {
        Seeds.loud(true, CHATTY);
    }

    @Test
    void losesNothingThatItAcceptedAndKeepsTheOrderWhateverHappens() throws IOException {
        Seeds seeds = Seeds.of(RUNS);
        int accepted = 0;
        int repeated = 0;
        int powerCuts = 0;
        for (long seed : seeds.stream().toArray()) {
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
                seeds.first(), seeds.first() + seeds.runs() - 1, accepted, repeated, powerCuts);
        // Or it would have tried nothing.
        assertThat(accepted).isGreaterThan(seeds.runs() * 20);
        assertThat(repeated).isPositive();
        assertThat(powerCuts).isPositive();
    }
}
