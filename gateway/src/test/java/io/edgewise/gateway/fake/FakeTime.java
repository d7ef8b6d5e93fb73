// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.gateway.TimeSource;
import io.edgewise.testkit.ManualClock;
import java.time.Instant;

/// A manual clock as the gateway's time. Thread-safe, as the clock is.
public record FakeTime(ManualClock clock) implements TimeSource {
    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public long nanoTime() {
        return clock.nanos();
    }
}
