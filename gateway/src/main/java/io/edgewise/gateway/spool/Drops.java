// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what left the spool without reaching the broker, and tells it, many at once: after a week without a broker
/// there is one that becomes too old each second.
///
/// Thread-safe: one lock.
final class Drops {
    private static final Logger LOG = LoggerFactory.getLogger(Drops.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final String spool;
    private final TimeSource time;
    private final Object lock = new Object();
    private final Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
    private final Map<DropReason, Long> untold = new EnumMap<>(DropReason.class);
    private long toldNanos;

    /// @param spool its name, for sentences
    Drops(String spool, TimeSource time) {
        this.spool = spool;
        this.time = time;
        this.toldNanos = time.nanoTime() - QUIET.toNanos();
        Arrays.stream(DropReason.values()).forEach(reason -> counts.put(reason, 0L));
    }

    void count(DropReason reason) {
        synchronized (lock) {
            counts.merge(reason, 1L, Long::sum);
            if (reason != DropReason.DAMAGED) { // which has a sentence of its own, with file and offset
                untold.merge(reason, 1L, Long::sum);
            }
        }
    }

    /// Tells of bytes that are no record, once.
    void damage(Segment segment, long from, long to) {
        if (segment.note(from)) {
            count(DropReason.DAMAGED);
            LOG.atWarn()
                    .log(
                            "spool {}, {}: {} bytes from offset {} are damaged, so the messages in them are lost; all"
                                    + " others are sent. Check the disk (dmesg) and replace a worn SD card",
                            spool,
                            segment.name(),
                            to - from,
                            from);
        }
    }

    /// Since the start.
    Map<DropReason, Long> counts() {
        synchronized (lock) {
            return Collections.unmodifiableMap(new EnumMap<>(counts));
        }
    }

    /// Logs what was not told yet, unless something was told a moment ago.
    void tell() {
        String words;
        synchronized (lock) {
            if (untold.isEmpty() || time.nanoTime() - toldNanos < QUIET.toNanos()) {
                return;
            }
            toldNanos = time.nanoTime();
            words = untold.entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey().words())
                    .collect(Collectors.joining(", "));
            untold.clear();
        }
        LOG.atWarn().log("the spool {} dropped messages: {}", spool, words);
    }
}
