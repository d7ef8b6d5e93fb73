// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.junit.ExpectLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A watchdog hears nothing of a gateway whose lane hangs.
class HeartbeatTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final AtomicInteger heard = new AtomicInteger();

    private void beat(Duration longestTurn) {
        new Heartbeat(() -> longestTurn, LIMIT, heard::incrementAndGet).run();
    }

    @Test
    void saysThatItIsAliveWhileLanesGetOn() {
        beat(Duration.ZERO);
        beat(LIMIT.minusMillis(1));

        assertThat(heard).hasValue(2);
    }

    @Test
    @ExpectLog("a lane has been at one thing for 31 s: it hangs")
    void saysNothingWhileALaneHangs() {
        beat(LIMIT.plusSeconds(1));

        assertThat(heard).hasValue(0);
    }
}
