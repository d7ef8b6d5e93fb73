// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.process.Mosquitto;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./edgewise chaos` in short: the gateway is killed once, the broker is restarted once.
final class ChaosIT {
    private static final int MESSAGES = 600;
    private static final long SEED = 20_261_130;
    private static final Scenario SHORT = new Scenario("short", Map.of(Fault.KILL_GATEWAY, 1, Fault.RESTART_BROKER, 1));

    @BeforeAll
    static void needsMosquitto() {
        Mosquitto.require();
    }

    @Test
    void nothingIsLostAndEachRepetitionHasTheKeyOfItsMessage(@TempDir Path logs) {
        try (ChaosRun run = new ChaosRun(SHORT, MESSAGES, SEED)) {
            Outcome outcome = run.run(logs);

            assertThat(outcome.isKept()).as(outcome.toString()).isTrue();
            assertThat(outcome.answered()).isEqualTo(MESSAGES);
            assertThat(outcome.deadLetters()).isEmpty();
            assertThat(outcome.outOfOrder()).isZero();
        }
    }
}
