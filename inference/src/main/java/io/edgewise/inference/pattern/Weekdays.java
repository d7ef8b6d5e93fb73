// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads days of the week: "Friday", "next Friday", "Friday next week", "Friday, 27 November". Immutable,
/// thread-safe.
///
/// "Friday" and "this Friday" are the next such day, that of the reference included; "next Friday" and "Friday next
/// week" are in the week (Monday to Sunday) after that of the reference; "last Friday" is the latest before the
/// reference. Days that come again ("every Friday", "Monday to Friday", "the first Friday of the month") are not
/// matched, nor is a day whose date the text tells in a way that is not understood ("Friday the 13th").
final class Weekdays {
    private static final Set<String> NOT_ONE_DAY = WordSet.of(
            "every each all alternate most other a any some one two three four five six first second",
            "third fourth fifth black good cyber casual super holy ash easter fat palm bloody");
    /// What [#beside] reads together with the day, or refuses.
    private static final Set<String> BESIDE = Set.of("next", "last", "past", "coming");

    private static final Set<String> ALSO_WORDS = Set.of("sun", "sat", "wed", "mon");
    private static final Set<String> BEFORE_ABBREVIATION =
            WordSet.of("on by until till before after since from this next last due");
    private static final Set<String> JOINTS = Set.of("to", "through", "thru", "till", "until");

    private final NumericDates numericDates;

    Weekdays(NumericDates numericDates) {
        this.numericDates = numericDates;
    }

    /// The day that begins at a token, null if none does.
    @Nullable
    Day read(Source source, int token) {
        Tokens tokens = source.tokens();
        Integer weeks = weeks(tokens.word(token));
        if (weeks == null) {
            return tokens.isWord(token, "past") || tokens.isWord(token, "coming")
                    ? beside(source, token)
                    : plain(source, token);
        }
        if (tokens.isWord(token + 1, "week")) {
            int at = tokens.isWord(token + 2, "on") ? token + 3 : token + 2;
            DayOfWeek day = CalendarWords.day(tokens.word(at));
            return day == null ? null : RelativeDays.of(inWeek(source, weeks, day), null, at + 1);
        }
        return beside(source, token);
    }

    /// True if an abbreviated day is one: "Fri 14:00" and "by Fri" are, "the sun" is not.
    static boolean isMeant(Tokens tokens, int token) {
        String word = tokens.word(token);
        if (CalendarWords.day(word) == null || !CalendarWords.isAbbreviatedDay(word)) {
            return true;
        }
        return BEFORE_ABBREVIATION.contains(tokens.word(token - 1))
                && (tokens.isCapitalised(token) || !ALSO_WORDS.contains(word));
    }

    /// "this", "next", "last", "past" or "coming" with the day after it.
    private @Nullable Day beside(Source source, int token) {
        Tokens tokens = source.tokens();
        DayOfWeek day = CalendarWords.day(tokens.word(token + 1));
        if (day == null || isDated(source, token + 2) || isRange(tokens, token + 1)) {
            return null;
        }
        LocalDate today = source.now().toLocalDate();
        boolean ofMonth = tokens.isWord(token + 2, "of") || tokens.isWord(token + 2, "in");
        LocalDate date = switch (tokens.word(token)) {
            case "last", "past" -> ofMonth ? null : today.with(TemporalAdjusters.previous(day));
            case "next" -> inWeek(source, 1, day);
            case "coming" -> today.with(TemporalAdjusters.next(day));
            default -> null;
        };
        if (date == null) {
            return tokens.isWord(token, "this") ? plain(source, token + 1) : null;
        }
        return RelativeDays.withPart(tokens, RelativeDays.of(date, null, token + 2));
    }

    private @Nullable Day plain(Source source, int token) {
        Tokens tokens = source.tokens();
        DayOfWeek day = CalendarWords.day(tokens.word(token));
        String before = tokens.word(token - 1);
        if (day == null || NOT_ONE_DAY.contains(before) || BESIDE.contains(before) || isRange(tokens, token)) {
            return null;
        }
        int next = token + 1;
        int of = tokens.isWord(next, "of") ? next + 1 : next;
        Integer weeks = tokens.isWord(of + 1, "week") ? weeks(tokens.word(of)) : null;
        if (weeks != null) {
            return RelativeDays.of(inWeek(source, weeks, day), null, of + 2);
        }
        LocalDate today = source.now().toLocalDate();
        Day date = date(source, tokens.isMark(next, ',') || tokens.isMark(next, '.') ? next + 1 : next);
        if (date != null && date.date() != null) {
            return NamedDates.on(day, today, date);
        }
        if (isDated(source, next) || isRepeated(tokens, next) || tokens.isWord(next, "week")) {
            return null;
        }
        return RelativeDays.withPart(
                tokens, Day.of(today.with(TemporalAdjusters.nextOrSame(day)), next, Day.Kind.WEEKDAY));
    }

    private @Nullable Day date(Source source, int token) {
        Day numeric = numericDates.read(source, token);
        if (numeric == null) {
            numeric = numericDates.readShort(source, token);
        }
        return numeric != null ? numeric : NamedDates.read(source, token);
    }

    private static @Nullable Integer weeks(String word) {
        return switch (word) {
            case "next" -> 1;
            case "this" -> 0;
            case "last" -> -1;
            default -> null;
        };
    }

    private static LocalDate inWeek(Source source, int weeks, DayOfWeek day) {
        return source.now()
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .plusWeeks(weeks)
                .with(TemporalAdjusters.nextOrSame(day));
    }

    /// "Friday nights" come again.
    private static boolean isRepeated(Tokens tokens, int next) {
        String word = tokens.word(next);
        return word.endsWith("s") && DayPart.of(word.substring(0, word.length() - 1)) != null;
    }

    private static boolean isRange(Tokens tokens, int token) {
        return (CalendarWords.day(tokens.word(token + 2)) != null && isJoint(tokens, token + 1))
                || (CalendarWords.day(tokens.word(token - 2)) != null && isJoint(tokens, token - 1));
    }

    private static boolean isJoint(Tokens tokens, int token) {
        return tokens.isMark(token, '-') || JOINTS.contains(tokens.word(token));
    }

    /// True if a date follows that this class does not read: "Friday the 13th", "Friday 7.6", "Friday (June 15)".
    private static boolean isDated(Source source, int next) {
        Tokens tokens = source.tokens();
        if (tokens.isWord(next, "the")) {
            return tokens.isNumber(next + 1)
                    || NumberWords.ordinal(tokens, next + 1) != null
                    || NumberWords.isCardinal(tokens.word(next + 1));
        }
        boolean mark = tokens.isMark(next, ',') || tokens.isMark(next, '-') || tokens.isMark(next, '(');
        int at = mark ? next + 1 : next;
        if (CalendarWords.month(tokens.word(at)) != null) {
            return true;
        }
        boolean parted = tokens.isMark(at + 1, '.') || tokens.isMark(at + 1, '/') || tokens.isMark(at + 1, '-');
        boolean pair =
                tokens.isNumber(at, 1, 2) && parted && tokens.isNumber(at + 2) && ClockReader.read(source, at) == null;
        return pair || NamedDates.isEnding(tokens, at + 1);
    }
}
