// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that moves when a test says so: the time of day and a monotonic counter beside it.
///
/// [#advance(Duration)] moves both, as time does. [#set(Instant)] moves the time of day only, as NTP or an operator
/// does; the counter must not notice, and neither must a deadline that was computed from it.
///
/// The counter starts ten seconds below `Long.MAX_VALUE`: like `System.nanoTime()` it may overflow, so only
/// differences mean anything, and code that compares two readings with `<` shows it here after ten seconds.
///
/// Thread-safe: one immutable reading at a time, swapped atomically.
public final class ManualClock implements InstantSource {
    /// Where a clock made without a start begins.
    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private static final long FIRST_NANOS =
            Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

    private final AtomicReference<Reading> now;

    private record Reading(Instant timeOfDay, long nanos) {}

    /// A clock at [#START].
    public ManualClock() {
        this(START);
    }

    /// A clock at this time of day.
    public ManualClock(Instant start) {
        this.now = new AtomicReference<>(new Reading(start, FIRST_NANOS));
    }

    @Override
    public Instant instant() {
        return now.get().timeOfDay();
    }

    /// In nanoseconds, from an arbitrary origin: the stand-in for `System.nanoTime()`.
    public long nanos() {
        return now.get().nanos();
    }

    /// Lets time pass.
    ///
    /// @throws IllegalArgumentException for a negative duration; [#set(Instant)] is what turns the time of day back
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: advance by " + duration);
        }
        now.updateAndGet(old -> new Reading(old.timeOfDay().plus(duration), old.nanos() + duration.toNanos()));
    }

    /// Sets the time of day, forwards or backwards. The counter stays where it is.
    public void set(Instant timeOfDay) {
        now.updateAndGet(old -> new Reading(timeOfDay, old.nanos()));
    }
}
