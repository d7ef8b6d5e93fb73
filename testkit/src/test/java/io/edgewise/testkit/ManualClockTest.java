// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void standsStillByItself() {
        assertThat(clock.instant()).isEqualTo(ManualClock.START).isEqualTo(clock.instant());
        assertThat(clock.nanos()).isEqualTo(clock.nanos());
    }

    @Test
    void advanceMovesTimeOfDayAndCounter() {
        long before = clock.nanos();

        clock.advance(Duration.ofMillis(1500));

        assertThat(clock.instant()).isEqualTo(ManualClock.START.plusMillis(1500));
        assertThat(clock.nanos() - before).isEqualTo(1_500_000_000L);
    }

    @Test
    void setMovesTheTimeOfDayOnly() {
        long before = clock.nanos();

        clock.set(ManualClock.START.minusSeconds(3600));

        assertThat(clock.instant()).isEqualTo(ManualClock.START.minusSeconds(3600));
        assertThat(clock.nanos()).isEqualTo(before);
    }

    @Test
    void counterOverflowsSoThatOnlyDifferencesHold() {
        long before = clock.nanos();

        clock.advance(Duration.ofMinutes(1));

        assertThat(clock.nanos()).isLessThan(before);
        assertThat(clock.nanos() - before).isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void refusesToAdvanceBackwards() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backwards");
    }

    @Test
    void losesNoStepOfTwoThreads() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 2)
                .mapToObj(_ -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        clock.advance(Duration.ofMillis(1));
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(clock.instant()).isEqualTo(ManualClock.START.plusSeconds(20));
    }
}
