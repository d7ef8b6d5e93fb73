// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads dates with the name of a month: `22 Nov 2026`, `November 22nd`, `the first of May`, `November 2026`.
/// Immutable.
///
/// A date without a year is the first such day from sixty days before the reference on: "November 2", said on the
/// 22nd, is three weeks ago and not next year.
final class NamedDates {
    private static final int EARLIEST_YEAR = 1900;
    private static final int LATEST_YEAR = 2100;
    private static final int YEARS_TO_LEAP = 8;
    private static final int HALF_YEAR = 183;
    private static final int PAST_DAYS = 60;
    private static final Set<String> ORDINAL_ENDINGS = Set.of("st", "nd", "rd", "th");
    private static final Set<String> BEFORE_MAY = WordSet.of("on by until till before after since from due");

    private NamedDates() {}

    /// The date that begins at a token, null if none does.
    static @Nullable Day read(Source source, int token) {
        Tokens tokens = source.tokens();
        if (tokens.isNumber(token, 4, 4)) {
            return yearMonthDay(source, token);
        }
        if (tokens.isNumber(token, 1, 2)) {
            return dayMonth(source, token, tokens.number(token), token + 1);
        }
        if (CalendarWords.month(tokens.word(token)) != null) {
            return monthDay(source, token);
        }
        NumberWords.Reading ordinal = NumberWords.ordinal(tokens, token);
        return ordinal == null ? null : dayMonth(source, token, ordinal.value().intValue(), ordinal.next());
    }

    /// `2007 December 11`, as some logs write.
    private static @Nullable Day yearMonthDay(Source source, int token) {
        Tokens tokens = source.tokens();
        Month month = CalendarWords.month(tokens.word(token + 1));
        if (month == null || !isYear(tokens, token) || !tokens.isNumber(token + 2, 1, 2)) {
            return null;
        }
        LocalDate date = NumericDates.date(tokens.number(token), month.getValue(), tokens.number(token + 2));
        return date == null || isContinued(source, token + 2) ? null : Day.of(date, token + 3, Day.Kind.CALENDAR);
    }

    private static @Nullable Day dayMonth(Source source, int token, int day, int after) {
        Tokens tokens = source.tokens();
        int at = after;
        boolean plain = tokens.isNumber(token);
        boolean ending = plain && isEnding(tokens, at);
        at += ending ? 1 : 0;
        at += plain && tokens.isMark(at, '.') && tokens.touchesNext(at - 1) ? 1 : 0;
        boolean of = tokens.isWord(at, "of");
        at += of ? 1 : 0;
        Month month = CalendarWords.month(tokens.word(at));
        if (month == null || !isMeant(tokens, token, at, ending || of) || source.digitAt(tokens.end(at))) {
            return null;
        }
        at += tokens.isMark(at + 1, '.') && tokens.touchesNext(at) && tokens.isNumber(at + 2) ? 2 : 1;
        return withYear(source, month.getValue(), day, at);
    }

    /// "5 may" is a date only if the month cannot be the verb: "pump 5 may fail".
    private static boolean isMeant(Tokens tokens, int day, int month, boolean certain) {
        boolean verb = tokens.isWord(month, "may");
        return !verb
                || certain
                || isYear(tokens, month + 1)
                || BEFORE_MAY.contains(tokens.word(day - 1))
                || tokens.count() == month + 1;
    }

    private static @Nullable Day monthDay(Source source, int token) {
        Tokens tokens = source.tokens();
        Month month = CalendarWords.month(tokens.word(token));
        if (month == null || !CalendarWords.isNoun(tokens, token) || isAfterDay(tokens, token)) {
            return null;
        }
        int at = token + 1;
        at += tokens.isMark(at, '.') && tokens.touchesNext(token) ? 1 : 0;
        at += tokens.isMark(at, ',') && isYear(tokens, at + 1) ? 1 : 0;
        if (isYear(tokens, at) && !isContinued(source, at)) {
            return Day.of(YearMonth.of(tokens.number(at), month), at + 1);
        }
        return dayAfterMonth(source, month, at);
    }

    private static @Nullable Day dayAfterMonth(Source source, Month month, int token) {
        Tokens tokens = source.tokens();
        boolean the = tokens.isWord(token, "the");
        int at = the ? token + 1 : token;
        NumberWords.Reading words = NumberWords.ordinal(tokens, at);
        words = words == null && !the ? NumberWords.belowHundred(tokens, at) : words;
        if (words != null) {
            return withYear(source, month.getValue(), words.value().intValue(), words.next());
        }
        boolean ending = isEnding(tokens, at + 1);
        if (!tokens.isNumber(at, 1, 2) || (!ending && isContinued(source, at))) {
            return null;
        }
        return withYear(source, month.getValue(), tokens.number(at), ending ? at + 2 : at + 1);
    }

    /// True if a day stands before the month: it was read with it, or there is no such day, as in "31st of Feb 2026".
    private static boolean isAfterDay(Tokens tokens, int month) {
        boolean joint =
                tokens.isWord(month - 1, "of") || tokens.isMark(month - 1, '.') || tokens.isMark(month - 1, '-');
        int before = joint ? month - 2 : month - 1;
        return tokens.isNumber(before) || isEnding(tokens, before) || NumberWords.ordinal(tokens, before) != null;
    }

    private static @Nullable Day withYear(Source source, int month, int day, int next) {
        Tokens tokens = source.tokens();
        int year = tokens.isMark(next, ',') || tokens.isWord(next, "of") ? next + 1 : next;
        if (isYear(tokens, year) && !isContinued(source, year)) {
            return dated(tokens.number(year), month, day, year + 1);
        }
        NumberWords.Reading words = NumberWords.year(tokens, year);
        if (words != null) {
            return dated(words.value().intValue(), month, day, words.next());
        }
        // "5 December 1391": the year counts, and it is not one that this class reads.
        boolean spoken = tokens.isWord(next, "thousand") || tokens.isWord(next, "hundred");
        boolean unknown = spoken || (tokens.isNumber(year, 4, 4) && !isContinued(source, year));
        return unknown ? null : annual(source, month, day, next);
    }

    private static @Nullable Day dated(int year, int month, int day, int next) {
        LocalDate date = NumericDates.date(year, month, day);
        return date == null ? null : Day.of(date, next, Day.Kind.CALENDAR);
    }

    /// The day without a year that people mean, null if there is none.
    static @Nullable Day annual(Source source, int month, int day, int next) {
        LocalDate date = usual(source.now().toLocalDate(), month, day);
        return date == null ? null : Day.of(date, next, Day.Kind.ANNUAL);
    }

    private static @Nullable LocalDate usual(LocalDate today, int month, int day) {
        LocalDate earliest = today.minusDays(PAST_DAYS);
        for (int year = earliest.getYear(); year <= today.getYear() + YEARS_TO_LEAP; year++) {
            LocalDate date = NumericDates.date(year, month, day);
            if (date != null && !date.isBefore(earliest)) {
                return date;
            }
        }
        return null;
    }

    /// A date after the name of its day, such as "Friday, 27 November"; the name tells whether the date is past
    /// or to come if there is no year. Null if the two contradict each other.
    static @Nullable Day on(DayOfWeek weekday, LocalDate today, Day day) {
        LocalDate date = day.date();
        if (date == null || date.getDayOfWeek() == weekday) {
            return date == null ? null : day;
        }
        if (day.kind() != Day.Kind.ANNUAL) {
            return null;
        }
        for (int year = today.getYear() - 1; year <= today.getYear() + 1; year++) {
            LocalDate other = NumericDates.date(year, date.getMonthValue(), date.getDayOfMonth());
            boolean near = other != null && Math.abs(ChronoUnit.DAYS.between(today, other)) <= HALF_YEAR;
            if (other != null && near && other.getDayOfWeek() == weekday) {
                return Day.of(other, day.next(), Day.Kind.ANNUAL);
            }
        }
        return null;
    }

    static boolean isYear(Tokens tokens, int token) {
        return tokens.isNumber(token, 4, 4)
                && tokens.number(token) >= EARLIEST_YEAR
                && tokens.number(token) <= LATEST_YEAR;
    }

    static boolean isEnding(Tokens tokens, int token) {
        return tokens.touchesNext(token - 1) && ORDINAL_ENDINGS.contains(tokens.word(token));
    }

    /// True if the number goes on: it is an hour, a decimal, a part of a code.
    private static boolean isContinued(Source source, int token) {
        int end = source.tokens().end(token);
        char after = source.at(end);
        return source.wordAt(end)
                || "%°".indexOf(after) >= 0
                || ((":./-".indexOf(after) >= 0 || after == ',') && source.digitAt(end + 1));
    }
}
