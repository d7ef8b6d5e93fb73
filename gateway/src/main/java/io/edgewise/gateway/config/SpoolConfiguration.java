// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.document.Numbers;
import io.edgewise.inference.document.Section;
import java.time.Duration;

/// What a spool may hold, and how often it is written. Immutable.
///
/// @param sizeBytes of all its files
/// @param age how long a record stays
/// @param sync how long records are collected for one fsync; zero writes each as it comes
public record SpoolConfiguration(long sizeBytes, Duration age, Duration sync) {
    private static final int LEAST_BYTES = 1 << 20;
    private static final Duration LONGEST_SYNC = Duration.ofSeconds(10);

    /// Reads the block `spool` of a broker.
    public static SpoolConfiguration read(Section s) {
        return new SpoolConfiguration(
                s.optional(
                        "size",
                        "64MiB",
                        SpoolConfiguration::size,
                        "of all files; when it is full, nothing more is taken, and messages stay unacknowledged at the"
                                + " broker in front"),
                s.optional(
                        "age",
                        "7d",
                        RouteReader::positive,
                        "messages that waited longer are dropped, counted and told; those whose Message Expiry Interval or"
                                + " deadline passed, too"),
                s.optional(
                        "sync",
                        "200ms",
                        SpoolConfiguration::sync,
                        "how long messages are collected for one write to the disk, at most 10s; longer spares an SD card. A"
                                + " power cut loses this much of the spool but no message: what is not on the disk is not"
                                + " acknowledged, and the broker in front sends it again. So it costs time, not messages."
                                + " always writes each message at once"));
    }

    private static int size(String text) {
        int bytes = Numbers.sizeBytes(text);
        if (bytes < LEAST_BYTES) {
            throw new IllegalArgumentException("expected at least 1MiB, got \"" + text + "\"");
        }
        return bytes;
    }

    private static Duration sync(String text) {
        if (text.equals("always") || text.equals("0")) {
            return Duration.ZERO;
        }
        Duration sync = Numbers.duration(text);
        if (sync.compareTo(LONGEST_SYNC) > 0) {
            throw new IllegalArgumentException("expected always, or at most 10s, got \"" + text + "\"");
        }
        return sync;
    }
}
