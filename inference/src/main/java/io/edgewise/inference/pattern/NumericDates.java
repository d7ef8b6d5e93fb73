// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads dates of three parts in digits: `2026-11-22`, `22.11.2026`, `11/22/2026`, `22-Nov-2026`.
/// Immutable, thread-safe.
///
/// Days and months change places if the usual order is impossible (`21/04/2026`). A year of two digits counts
/// after a slash, and after a point where days come first and both have two digits (`03.11.26`); anywhere else it
/// is as likely a version or the number of a part.
final class NumericDates {
    private static final int PARTS = 5;
    private static final Set<String> VERSIONED =
            Set.of("v", "version", "ver", "firmware", "fw", "rev", "release", "sw");

    private final DateOrder order;

    NumericDates(DateOrder order) {
        this.order = order;
    }

    /// The date that begins at a token, null if none does.
    @Nullable
    Day read(Source source, int token) {
        Tokens tokens = source.tokens();
        if (!tokens.isNumber(token, 1, 4) || !isGroup(tokens, token)) {
            return basic(tokens, token);
        }
        int next = token + PARTS;
        if (isContinued(source, tokens.end(next - 1))) {
            return null;
        }
        LocalDate date = tokens.length(token) == 4 ? yearFirst(tokens, token) : yearLast(source, token);
        Day.Kind kind = tokens.length(token) == 4 ? Day.Kind.ISO : Day.Kind.CALENDAR;
        return date == null ? null : Day.of(date, next, kind);
    }

    /// The day and month without a year, such as `7/6` or `7.6.`, that begin at a token, null if none do. Only what
    /// stands before tells such a pair from another number.
    @Nullable
    Day readShort(Source source, int token) {
        Tokens tokens = source.tokens();
        boolean point = tokens.isMark(token + 1, '.');
        boolean pair = tokens.isNumber(token, 1, 2)
                && (point || tokens.isMark(token + 1, '/'))
                && tokens.isNumber(token + 2, 1, 2)
                && tokens.touchesNext(token)
                && tokens.touchesNext(token + 1);
        int end = tokens.end(token + 2);
        if (!pair || isContinued(source, end) || source.wordAt(end) || ClockReader.read(source, token) != null) {
            return null;
        }
        boolean dayFirst = point || order == DateOrder.DAY_FIRST;
        int month = tokens.number(dayFirst ? token + 2 : token);
        int day = tokens.number(dayFirst ? token : token + 2);
        boolean closed = point && source.at(end) == '.' && tokens.isNumber(token + 4);
        return NamedDates.annual(source, month, day, closed ? token + 4 : token + 3);
    }

    /// `20261122` before a `T` and a time, the basic format of ISO 8601; null if that is not what stands there.
    private static @Nullable Day basic(Tokens tokens, int token) {
        boolean stamp = tokens.isNumber(token, 8, 8)
                && tokens.touchesNext(token)
                && tokens.isWord(token + 1, "t")
                && tokens.touchesNext(token + 1)
                && tokens.isNumber(token + 2, 4, 6);
        int digits = stamp ? tokens.number(token) : 0;
        LocalDate date = date(digits / 10000, digits / 100 % 100, digits % 100);
        return date == null ? null : Day.of(date, token + 1, Day.Kind.ISO);
    }

    private static boolean isGroup(Tokens tokens, int token) {
        char mark = tokens.isMark(token + 1, '-') ? '-' : tokens.isMark(token + 1, '/') ? '/' : '.';
        boolean middle = tokens.isNumber(token + 2, 1, 2) || (tokens.isWord(token + 2) && mark != '.');
        boolean touching = true;
        for (int i = token; i < token + PARTS - 1; i++) {
            touching &= tokens.touchesNext(i);
        }
        return touching
                && middle
                && tokens.isMark(token + 1, mark)
                && tokens.isMark(token + 3, mark)
                && tokens.isNumber(token + 4, 1, 4);
    }

    private static boolean isContinued(Source source, int end) {
        char after = source.at(end);
        boolean more = (after == '-' || after == '/' || after == '.' || after == ',') && source.wordAt(end + 1);
        boolean letter = source.letterAt(end) && !((after == 'T' || after == 't') && source.digitAt(end + 1));
        return letter || after == '_' || after == '%' || more;
    }

    private static @Nullable LocalDate yearFirst(Tokens tokens, int token) {
        Month named = CalendarWords.month(tokens.word(token + 2));
        boolean digits = tokens.isNumber(token + 2);
        if (!tokens.isNumber(token + 4, 1, 2) || (named == null && !digits)) {
            return null;
        }
        int month = named == null ? tokens.number(token + 2) : named.getValue();
        return date(tokens.number(token), month, tokens.number(token + 4));
    }

    private @Nullable LocalDate yearLast(Source source, int token) {
        Tokens tokens = source.tokens();
        Month named = CalendarWords.month(tokens.word(token + 2));
        int year = year(source, token, named != null);
        if (year < 0 || tokens.length(token) > 2) {
            return null;
        }
        int first = tokens.number(token);
        if (tokens.isWord(token + 2)) {
            return named == null ? null : date(year, named.getValue(), first);
        }
        int second = tokens.number(token + 2);
        boolean dayFirst = order == DateOrder.DAY_FIRST || tokens.isMark(token + 1, '.');
        LocalDate usual = dayFirst ? date(year, second, first) : date(year, first, second);
        LocalDate other = dayFirst ? date(year, first, second) : date(year, second, first);
        return usual != null ? usual : other;
    }

    private int year(Source source, int token, boolean named) {
        Tokens tokens = source.tokens();
        int digits = tokens.length(token + 4);
        if (digits == 4) {
            return tokens.number(token + 4);
        }
        boolean padded = tokens.length(token) == 2 && tokens.length(token + 2) == 2;
        boolean pointed = tokens.isMark(token + 1, '.')
                && padded
                && order == DateOrder.DAY_FIRST
                && !Cues.before(source, tokens.start(token), 1).within(VERSIONED);
        if (digits != 2 || (!named && !pointed && !tokens.isMark(token + 1, '/'))) {
            return -1;
        }
        int year = source.now().getYear() / 100 * 100 + tokens.number(token + 4);
        return year > source.now().getYear() + 20 ? year - 100 : year;
    }

    /// The date, null if there is no such day.
    static @Nullable LocalDate date(int year, int month, int day) {
        boolean possible = year >= 1000
                && year <= 9999
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
        return possible ? LocalDate.of(year, month, day) : null;
    }
}
