// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final List<Integer> MILLIS = List.of(250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000);

    private static final RandomGenerator LEAST = () -> 0;

    /// The largest number that was asked for.
    private static final class Most implements RandomGenerator {
        @Override
        public long nextLong() {
            return -1;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    private static List<Duration> waits(RandomGenerator random) {
        return Stream.generate(new Backoff(random)::next).limit(MILLIS.size()).toList();
    }

    @Test
    void doublesFromAQuarterOfASecondToThirtyAQuarterMoreOrLess() {
        assertThat(waits(LEAST))
                .containsExactlyElementsOf(MILLIS.stream()
                        .map(millis -> Duration.ofMillis(millis * 3 / 4))
                        .toList());
        assertThat(waits(new Most()))
                .containsExactlyElementsOf(MILLIS.stream()
                        .map(millis -> Duration.ofMillis(millis * 3 / 4 + millis / 2))
                        .toList());
    }

    /// Or three hundred boards would come back in the same moment.
    @Test
    void isNotTheSameForEveryBoard() {
        Set<Duration> firstWaits = new HashSet<>();
        for (int board = 0; board < 300; board++) {
            firstWaits.add(new Backoff(new Random(board)).next());
        }
        assertThat(firstWaits).hasSizeGreaterThan(50);
    }

    @Test
    void isShortAgainAfterAReset() {
        Backoff backoff = new Backoff(new Most());
        Duration first = backoff.next();
        backoff.next();
        backoff.reset();

        assertThat(backoff.next()).isEqualTo(first);
    }

    @Test
    void isLongAtOnceWhenToldToBeSlow() {
        Backoff backoff = new Backoff(LEAST);
        backoff.slow();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(22_500));
    }
}
