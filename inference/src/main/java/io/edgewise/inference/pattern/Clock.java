// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/// A time of day read from a text. Immutable.
///
/// @param time the time
/// @param tail seconds and their fraction as written, such as `:30.5`; empty if the text has none
/// @param dial if it is an hour of 1 to 12 with neither "am" nor "pm" nor a leading zero
/// @param offset `Z` or `+01:00`, empty if the text has none
/// @param next the token after it
record Clock(LocalTime time, String tail, boolean dial, String offset, int next) {

    /// A time with minutes, null if there is no such time.
    static @Nullable Clock of(int hour, int minute, boolean dial, int next) {
        return hour < 0 || hour > 23 || minute < 0 || minute > 59
                ? null
                : new Clock(LocalTime.of(hour, minute), "", dial, "", next);
    }

    Clock withTail(String newTail, int newNext) {
        return new Clock(time, newTail, dial, offset, newNext);
    }

    Clock withOffset(String newOffset, int newNext) {
        return new Clock(time, tail, dial, newOffset, newNext);
    }

    Clock withNext(int newNext) {
        return new Clock(time, tail, dial, offset, newNext);
    }

    /// The time before or after noon; null if the hour is none of a dial.
    @Nullable
    Clock halved(boolean afternoon, int newNext) {
        int hour = time.getHour();
        if (hour > 12) {
            // "14:00 pm" is redundant, "14:00 am" a slip.
            return afternoon ? new Clock(time, tail, false, offset, newNext) : null;
        }
        return new Clock(time.withHour(hour % 12 + (afternoon ? 12 : 0)), tail, false, offset, newNext);
    }

    /// The time in a part of the day; unchanged if it is no time on a dial, null if the two do not go together.
    @Nullable
    Clock in(DayPart part) {
        if (!dial) {
            return this;
        }
        int hour = part.hour(time.getHour());
        return hour < 0 ? null : new Clock(time.withHour(hour), tail, false, offset, next);
    }

    String text() {
        // LocalTime writes seconds only if there are some; the text's own seconds are in the tail.
        return time + tail + offset;
    }

    /// True if the moment lies before a time of the same day.
    boolean isBefore(LocalTime other) {
        int seconds = tail.isEmpty() ? 0 : Integer.parseInt(tail.substring(1, 3));
        return time.plusSeconds(seconds).isBefore(other);
    }
}
