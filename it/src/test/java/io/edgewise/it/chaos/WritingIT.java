// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.process.Mosquitto;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scenario `writing` of `./edgewise chaos` in short: the gateway is killed twice while answers are published
/// as they are written.
final class WritingIT {
    private static final int MESSAGES = 240;
    private static final int NOTES = 8;
    private static final long SEED = 20_261_130;

    @BeforeAll
    static void needsMosquitto() {
        Mosquitto.require();
    }

    @Test
    void everyRequestIsAnsweredAsAWholeAlthoughItsStreamBrokeOff(@TempDir Path logs) {
        Scenario scenario = new Scenario("writing-short", Map.of(Fault.KILL_GATEWAY, 2), NoteTraffic::new);
        try (ChaosRun run = new ChaosRun(scenario, MESSAGES, SEED)) {
            Outcome outcome = run.run(logs);

            assertThat(outcome.isKept()).as(outcome.toString()).isTrue();
            assertThat(outcome.answered()).isEqualTo(NOTES);
            assertThat(outcome.deadLetters()).isEmpty();
            assertThat(outcome.brokenOff()).as("streams that a kill broke off").isPositive();
        }
    }
}
