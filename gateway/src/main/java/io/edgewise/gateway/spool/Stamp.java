// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.TimeSource;
import java.time.Duration;
import java.time.Instant;

/// When a record came in. Immutable.
///
/// A board without a clock of its own starts in the past and learns the time together with the network, which is when
/// the broker can be reached, too: by the time of day everything in the spool would be too old at that moment. So the
/// clock that is never set counts, as long as this process lives.
///
/// @param at by the time of day
/// @param nanos by the clock that is never set; means something in the process that wrote it only
/// @param ours whether that is this process
record Stamp(Instant at, long nanos, boolean ours) {
    static Stamp now(TimeSource time) {
        return new Stamp(time.instant(), time.nanoTime(), true);
    }

    /// How long ago that was; nothing when a clock that was turned back says that it is still to come.
    Duration ago(TimeSource time) {
        Duration ago = ours ? Duration.ofNanos(time.nanoTime() - nanos) : Duration.between(at, time.instant());
        return ago.isNegative() ? Duration.ZERO : ago;
    }
}
