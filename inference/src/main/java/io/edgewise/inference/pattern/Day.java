// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/// A day or a month read from a text. Immutable.
///
/// @param date the day, null for a month
/// @param month the month, null for a day
/// @param part the part of the day that was named with it, null if none was
/// @param next the token after it
/// @param kind how it was written
record Day(
        @Nullable LocalDate date,
        @Nullable YearMonth month,
        @Nullable DayPart part,
        int next,
        Kind kind) {

    /// How a day was written.
    enum Kind {
        /// In digits, year first, so that `T` and a time may follow.
        ISO,
        /// As a date of the calendar.
        CALENDAR,
        /// As a date of the calendar without the year.
        ANNUAL,
        /// As the next day of that name.
        WEEKDAY,
        /// Counted from the day of the reference.
        RELATIVE
    }

    static Day of(LocalDate date, int next, Kind kind) {
        return new Day(date, null, null, next, kind);
    }

    static Day of(YearMonth month, int next) {
        return new Day(null, month, null, next, Kind.CALENDAR);
    }

    Day with(@Nullable DayPart newPart, int newNext) {
        return new Day(date, month, newPart, newNext, kind);
    }

    String text() {
        return date == null ? String.valueOf(month) : date.toString();
    }
}
