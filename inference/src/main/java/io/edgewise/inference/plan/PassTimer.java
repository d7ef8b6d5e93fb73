// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Window;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Measures how long a pass takes.
@FunctionalInterface
interface PassTimer {
    /// No further pass is begun after this: a start must not wait for a slow candidate.
    long ENOUGH_NANOS = 50_000_000;

    int PASSES = 3;

    /// The time for one pass over a window, on an encoder that has run before.
    Duration time(Encoder encoder, Window window, Set<String> outputs);

    /// The best of a few: what disturbs a pass makes it slower, never faster.
    static Duration best(Encoder encoder, Window window, Set<String> outputs) {
        long begin = System.nanoTime();
        long best = Long.MAX_VALUE;
        for (int pass = 0; pass < PASSES && System.nanoTime() - begin < ENOUGH_NANOS; pass++) {
            long start = System.nanoTime();
            encoder.run(List.of(window), outputs);
            best = Math.min(best, System.nanoTime() - start);
        }
        return Duration.ofNanos(best);
    }
}
