// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells once a day, when a connection is made, which certificates soon expire. Thread-safe: one lock.
final class CertificateExpiry {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateExpiry.class);
    private static final Duration SOON = Duration.ofDays(14);
    private static final Duration AGAIN = Duration.ofDays(1);

    /// A file and when what is in it can't be used any more.
    record Dated(Path file, Instant expires) {}

    private final InstantSource clock;
    private final Object lock = new Object();
    private List<Dated> toldOf = List.of();
    private Instant toldAt = Instant.EPOCH;

    CertificateExpiry(InstantSource clock) {
        this.clock = clock;
    }

    /// @param inUse by the connection that is being made
    void look(List<Dated> inUse) {
        Instant now = clock.instant();
        List<Dated> soon = inUse.stream()
                .filter(each -> each.expires().isBefore(now.plus(SOON)))
                .toList();
        synchronized (lock) {
            // The absolute value, or a clock that was set back would silence it for so long.
            boolean today = Duration.between(toldAt, now).abs().compareTo(AGAIN) < 0;
            if (soon.isEmpty() || (today && soon.equals(toldOf))) {
                return;
            }
            toldOf = soon;
            toldAt = now;
        }
        soon.forEach(each -> LOG.atWarn().log(sentence(each, now)));
    }

    private static String sentence(Dated dated, Instant now) {
        Instant expires = dated.expires().truncatedTo(ChronoUnit.SECONDS);
        String when = expires.isBefore(now)
                ? "expired on " + expires
                : "expires on " + expires + ", in "
                        + Duration.between(now, expires).toDays() + " days";
        return "TLS: " + dated.file() + " " + when
                + ": put a renewed one in its place; the next connection takes it, without a restart";
    }
}
