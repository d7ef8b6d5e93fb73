// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.Seeds;
import io.edgewise.gateway.route.PipelineSimulation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs many seeds (see [Seeds]). A failure names its seed.
class PipelineSimulationTest {
    private static final int RUNS = 10_000;

    @TempDir
    private Path folder;

    @BeforeAll
    static void quiet() {
        Seeds.loud(false, RoutePipeline.class, Sender.class);
    }

    @AfterAll
    static void loud() {
        Seeds.loud(true, RoutePipeline.class, Sender.class);
    }

    @Test
    void losesNothingAndAcksInOrderWhateverHappens() throws IOException {
        Seeds seeds = Seeds.of(RUNS);
        System.out.printf(
                "simulation: %d histories, seeds %d to %d%n",
                seeds.runs(), seeds.first(), seeds.first() + seeds.runs() - 1);

        int messages = 0;
        int rejoined = 0;
        int repeated = 0;
        for (long seed : seeds.stream().toArray()) {
            Outcome outcome = new PipelineSimulation(seed, Files.createDirectory(folder.resolve("seed-" + seed))).run();
            messages += outcome.messages();
            rejoined += outcome.rejoined();
            repeated += Math.max(0, outcome.repeated());
        }

        System.out.printf(
                "simulation: %d messages, %d joined earlier work, %d answers repeated%n", messages, rejoined, repeated);
        assertThat(messages).isGreaterThan(seeds.runs());
        assertThat(seeds.alone() || rejoined > seeds.runs() / 4)
                .as("worlds are rough enough")
                .isTrue();
    }
}
