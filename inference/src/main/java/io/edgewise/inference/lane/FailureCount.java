// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import io.edgewise.inference.DelegateCrashedException;
import io.edgewise.inference.InferenceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How often what the plan chose has failed since it last served well. Confined to the keepers' thread.
final class FailureCount {
    /// So long without a failure is well.
    static final Duration SERVED_WELL = Duration.ofHours(1);
    /// So many crashes are a delegate that does not work on this board.
    private static final int HOPELESS = 3;

    private final InstantSource clock;
    private int times;
    private int crashes;
    private Instant serving = Instant.MAX;

    FailureCount(InstantSource clock) {
        this.clock = clock;
    }

    /// It runs from now on.
    void serving() {
        serving = clock.instant();
    }

    /// A worker that somebody else's call has ended is a failure too, but no crash of this one.
    void failed(InferenceException failure) {
        forgetIfServedWell();
        serving = Instant.MAX;
        times++;
        if (failure instanceof DelegateCrashedException crash && crash.isOwnFault()) {
            crashes++;
        }
    }

    /// @return whether there was anything to forget
    boolean forgetIfServedWell() {
        boolean well = times > 0 && !serving.isAfter(clock.instant().minus(SERVED_WELL));
        if (well) {
            forget();
        }
        return well;
    }

    /// Something else runs from now on.
    void forget() {
        times = 0;
        crashes = 0;
    }

    int times() {
        return times;
    }

    /// Whether another start is better made without it.
    boolean isHopeless() {
        return crashes >= HOPELESS;
    }
}
