// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before connecting again: doubles from 250 ms to 30 s, each time a quarter more or less, so that
/// three hundred boards don't come back at the same moment. Confined to the link that uses it.
final class Backoff {
    private static final long FIRST_MILLIS = 250;
    private static final long MOST_MILLIS = 30_000;

    private final RandomGenerator random;
    private long nextMillis = FIRST_MILLIS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long millis = nextMillis;
        nextMillis = Math.min(MOST_MILLIS, 2 * nextMillis);
        return Duration.ofMillis(millis * 3 / 4 + random.nextLong(millis / 2 + 1));
    }

    /// After a connection that came up.
    void reset() {
        nextMillis = FIRST_MILLIS;
    }

    /// For a refusal that a quick retry makes worse, such as another client with the same id.
    void slow() {
        nextMillis = MOST_MILLIS;
    }
}
