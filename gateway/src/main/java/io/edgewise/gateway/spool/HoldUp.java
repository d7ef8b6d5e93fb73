// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.spool.SpoolLog.Held;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Why nothing is written for the moment, told once, and when to try again: at once when the spool is full, for
/// that costs nothing to find out, and after 1 s to a minute, doubling, when the disk failed. Confined to the
/// spool's thread.
final class HoldUp {
    private static final Logger LOG = LoggerFactory.getLogger(HoldUp.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final TimeSource time;
    private Optional<Held> held = Optional.empty();
    private Duration retry = FIRST_RETRY;
    private long sinceNanos;

    HoldUp(TimeSource time) {
        this.time = time;
    }

    boolean isPresent() {
        return held.isPresent();
    }

    Optional<String> sentence() {
        return held.map(Held::sentence);
    }

    /// Whether the disk failed a moment ago.
    boolean isTooSoon() {
        return isFailure(held) && time.nanoTime() - sinceNanos < retry.toNanos();
    }

    /// What came of a try.
    void note(Optional<Held> now) {
        if (now.isPresent() && (held.isEmpty() || isFailure(now) != isFailure(held))) {
            LOG.atWarn().log(now.get().sentence());
        } else if (now.isEmpty() && held.isPresent()) {
            LOG.atInfo().log("the spool takes messages again");
        }
        retry = isFailure(now) && isFailure(held) ? doubled() : FIRST_RETRY;
        sinceNanos = time.nanoTime();
        held = now;
    }

    private Duration doubled() {
        Duration doubled = retry.multipliedBy(2);
        return doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
    }

    private static boolean isFailure(Optional<Held> held) {
        return held.flatMap(Held::failure).isPresent();
    }
}
