// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.delivery.DeadLetterReason;
import java.time.Duration;
import java.util.Optional;

/// How long an answer is wanted: until the route's deadline, and until the message itself expires.
///
/// Both count from reception: the Message Expiry Interval says what was left of it then. Immutable.
final class TimeLimits {
    private final Duration deadline;
    private final TimeSource time;

    TimeLimits(Duration deadline, TimeSource time) {
        this.deadline = deadline;
        this.time = time;
    }

    /// Since reception.
    Duration elapsed(Work work) {
        return Duration.ofNanos(time.nanoTime() - work.receivedNanos());
    }

    /// Why nobody wants an answer any more; empty while somebody does.
    Optional<DeadLetterReason> late(Work work) {
        long now = time.nanoTime();
        if (expiryNanos(work).filter(end -> now - end >= 0).isPresent()) {
            return Optional.of(DeadLetterReason.EXPIRED);
        }
        return now - deadlineNanos(work) >= 0 ? Optional.of(DeadLetterReason.DEADLINE) : Optional.empty();
    }

    private long deadlineNanos(Work work) {
        return work.receivedNanos() + deadline.toNanos();
    }

    private static Optional<Long> expiryNanos(Work work) {
        return work.publish().properties().messageExpiry().map(expiry -> work.receivedNanos() + expiry.toNanos());
    }

    /// By the clock that is never set: the end of both limits that comes first.
    long endNanos(Work work) {
        long end = deadlineNanos(work);
        return expiryNanos(work).filter(expiry -> expiry - end < 0).orElse(end);
    }

    /// Until the end of both limits.
    Duration left(Work work) {
        return Duration.ofNanos(endNanos(work) - time.nanoTime());
    }

    /// For the dead letter.
    String sentence(Work work, DeadLetterReason reason) {
        String limit = reason == DeadLetterReason.EXPIRED
                ? "its Message Expiry Interval"
                : "the route's deadline of " + deadline.toMillis() + " ms";
        return limit + " passed; " + elapsed(work).toMillis() + " ms since it was received";
    }
}
