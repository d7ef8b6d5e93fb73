// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.edgewise.gateway.route.PipelineSimulation.Outcome;
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
class PipelineSimulationTest {
    private static final int RUNS = 10_000;

    @TempDir
    private Path folder;

    /// Thousands of failures are part of the game; their warnings would hide everything else.
    @BeforeAll
    static void quiet() {
        additive(false);
    }

    @AfterAll
    static void loud() {
        additive(true);
    }

    private static void additive(boolean additive) {
        for (Class<?> chatty : new Class<?>[] {RoutePipeline.class, Sender.class}) {
            if (LoggerFactory.getLogger(chatty) instanceof Logger logger) {
                logger.setAdditive(additive);
            }
        }
    }

    @Test
    void losesNothingAndAcksInOrderWhateverHappens() throws IOException {
        Long only = Long.getLong("edgewise.simulation.seed");
        int runs = only == null ? Integer.getInteger("edgewise.simulation.runs", RUNS) : 1;
        // The same seeds in every build, so that a build that fails, fails again; longer runs look further.
        long first = only != null ? only : runs == RUNS ? 1 : System.nanoTime();
        System.out.printf("simulation: %d histories, seeds %d to %d%n", runs, first, first + runs - 1);

        int messages = 0;
        int rejoined = 0;
        int repeated = 0;
        for (long seed = first; seed < first + runs; seed++) {
            Outcome outcome = new PipelineSimulation(seed, Files.createDirectory(folder.resolve("seed-" + seed))).run();
            messages += outcome.messages();
            rejoined += outcome.rejoined();
            repeated += Math.max(0, outcome.repeated());
        }

        System.out.printf(
                "simulation: %d messages, %d joined earlier work, %d answers repeated%n", messages, rejoined, repeated);
        assertThat(messages).isGreaterThan(runs);
        assertThat(only != null || rejoined > runs / 4)
                .as("worlds are rough enough")
                .isTrue();
    }
}
