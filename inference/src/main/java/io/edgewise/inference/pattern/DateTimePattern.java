// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds dates, times of day, and the two together in either order. Immutable, thread-safe.
final class DateTimePattern implements Recognizer {
    private static final Set<String> FIRST_WORDS = WordSet.of(
            "today tonight tomorrow tmrw yesterday the day this last next past coming a half quarter noon midday midnight");
    private static final Set<String> CONNECTORS =
            WordSet.of("at around about by from before after until till approx ca");
    private static final Set<String> AFTER_HOUR =
            WordSet.of("for and to with in on please until because i we so or then but", "");

    private final NumericDates numericDates;
    private final Weekdays weekdays;

    DateTimePattern(DateOrder order) {
        this.numericDates = new NumericDates(order);
        this.weekdays = new Weekdays(numericDates);
    }

    @Override
    public void find(Source source, List<PatternMatch> found) {
        Tokens tokens = source.tokens();
        int token = 0;
        while (token < tokens.count()) {
            Moment moment = mayBegin(tokens, token) ? at(source, token) : null;
            if (moment == null) {
                token++;
            } else {
                found.add(new PatternMatch(
                        PatternType.DATE_TIME, tokens.start(token), tokens.end(moment.next - 1), moment.value));
                token = moment.next;
            }
        }
    }

    /// A cheap first look: most words begin no date.
    private static boolean mayBegin(Tokens tokens, int token) {
        if (!tokens.isWord(token)) {
            return tokens.isNumber(token);
        }
        String word = tokens.word(token);
        return FIRST_WORDS.contains(word)
                || CalendarWords.month(word) != null
                || CalendarWords.day(word) != null
                || NumberWords.isCardinal(word)
                || NumberWords.isOrdinal(word);
    }

    private record Moment(String value, int next) {}

    private @Nullable Moment at(Source source, int token) {
        if (!isFreeForTime(source, token)) {
            return null;
        }
        Day day = isFreeForDate(source, token) ? day(source, token) : null;
        if (day != null) {
            return fromDay(source, token, day);
        }
        Clock clock = ClockReader.read(source, token);
        return clock == null ? null : fromClock(source, token, Offsets.read(source, clock, false));
    }

    private static @Nullable Moment fromDay(Source source, int token, Day day) {
        Tokens tokens = source.tokens();
        boolean stamp = day.kind() == Day.Kind.ISO && tokens.isWord(day.next(), "t") && tokens.touchesNext(day.next());
        int at = stamp ? day.next() + 1 : connected(tokens, day.next());
        Clock clock = day.date() == null ? null : ClockReader.read(source, at);
        if (stamp && clock == null) {
            clock = ClockReader.basic(source, at);
        }
        if (stamp && clock == null) {
            return null;
        }
        if (clock == null && day.part() != null) {
            clock = bareHour(source, at, day.part());
        }
        Moment both = clock == null ? null : together(source, day, Offsets.read(source, clock, stamp), at);
        if (both != null) {
            return new Moment(both.value, Math.max(both.next, day.next()));
        }
        boolean named = day.kind() == Day.Kind.WEEKDAY || day.kind() == Day.Kind.RELATIVE;
        return named && !Weekdays.isMeant(tokens, token) ? null : new Moment(day.text(), day.next());
    }

    private @Nullable Moment fromClock(Source source, int token, Clock clock) {
        Tokens tokens = source.tokens();
        boolean comma = tokens.isMark(clock.next(), ',');
        int at = comma ? clock.next() + 1 : clock.next();
        at += tokens.isWord(at, "on") ? 1 : 0;
        Day day = day(source, at);
        boolean calendar = day != null && day.kind() != Day.Kind.WEEKDAY && day.kind() != Day.Kind.RELATIVE;
        if (day != null && day.date() != null && (!comma || calendar)) {
            Clock whole = clock.withNext(day.next());
            Moment both =
                    together(source, day, clock.offset().isEmpty() ? Offsets.read(source, whole, false) : whole, token);
            if (both != null) {
                return both;
            }
        }
        DayPart part = partBefore(tokens, token);
        Clock told = part == null ? null : clock.in(part);
        return new Moment(told == null ? clock.text() : told.text(), clock.next());
    }

    /// The part of the day that stands before a time: "in the afternoon at 7:30".
    private static @Nullable DayPart partBefore(Tokens tokens, int token) {
        boolean at = tokens.isWord(token - 1, "at") || tokens.isMark(token - 1, ',');
        return DayPart.of(tokens.word(at ? token - 2 : token - 1));
    }

    /// The day at the time, null if the text leaves open which moment that is.
    private static @Nullable Moment together(Source source, Day day, Clock written, int clockToken) {
        LocalDate date = day.date();
        DayPart part = day.part();
        Clock clock = part == null ? written : written.in(part);
        if (date == null || clock == null) {
            return null;
        }
        if (source.lower().startsWith("midnight", source.tokens().start(clockToken))) {
            // "Friday midnight" may be the first or the last minute of that day; "midnight tonight" is neither.
            return part == DayPart.NIGHT ? new Moment(date.plusDays(1) + "T" + clock.text(), clock.next()) : null;
        }
        if (day.kind() == Day.Kind.ANNUAL && NamedDates.isYear(source.tokens(), clock.next())) {
            // "Oct 26 15:50:06 2016", as C libraries write.
            LocalDate dated =
                    NumericDates.date(source.tokens().number(clock.next()), date.getMonthValue(), date.getDayOfMonth());
            return dated == null ? null : new Moment(dated + "T" + clock.text(), clock.next() + 1);
        }
        boolean passed = date.equals(source.now().toLocalDate())
                && clock.isBefore(source.now().toLocalTime());
        LocalDate next = day.kind() == Day.Kind.WEEKDAY && passed ? date.plusWeeks(1) : date;
        return new Moment(next + "T" + clock.text(), clock.next());
    }

    private @Nullable Day day(Source source, int token) {
        Day numeric = numericDates.read(source, token);
        if (numeric != null) {
            return numeric;
        }
        Day named = NamedDates.read(source, token);
        if (named != null) {
            return named;
        }
        Day weekday = weekdays.read(source, token);
        return weekday != null ? weekday : RelativeDays.read(source, token);
    }

    /// "tonight at 8": the part of the day makes a time of the bare hour.
    private static @Nullable Clock bareHour(Source source, int token, DayPart part) {
        Tokens tokens = source.tokens();
        boolean cued = CONNECTORS.contains(tokens.word(token - 1)) || tokens.isMark(token - 1, '@');
        NumberWords.Reading words = NumberWords.belowHundred(tokens, token);
        int hour = words != null ? words.value().intValue() : tokens.isNumber(token, 1, 2) ? tokens.number(token) : 0;
        int next = words != null ? words.next() : token + 1;
        boolean ends = AFTER_HOUR.contains(tokens.word(next))
                && !source.digitAt(tokens.end(next - 1) + 1)
                && "%°".indexOf(source.at(tokens.end(next - 1))) < 0;
        return cued && ends && hour >= 1 && hour <= 12 && part.hour(hour) >= 0 ? Clock.of(hour, 0, true, next) : null;
    }

    /// The token after a comma, a dash, and a word such as "at".
    private static int connected(Tokens tokens, int token) {
        boolean dash = tokens.isMark(token, '-') && !tokens.touchesNext(token);
        int at = dash || tokens.isMark(token, ',') ? token + 1 : token;
        return CONNECTORS.contains(tokens.word(at)) || tokens.isMark(at, '@') ? at + 1 : at;
    }

    /// True if nothing before the token makes it part of a word, a code, an amount or another number.
    private static boolean isFreeForTime(Source source, int token) {
        int start = source.tokens().start(token);
        char before = source.at(start - 1);
        if (source.tokens().isWord(token)) {
            return before != '_' && before != '@' && !Source.isDigit(before) && before != '#';
        }
        boolean digits = source.digitAt(start - 2);
        return switch (before) {
            case '.', ',', ':', '/', '\'' -> !digits;
            case '-' -> digits;
            case '#', '_', '+', '*', '$', '€', '£', '^', '\\' -> false;
            default -> !Character.isLetterOrDigit(before);
        };
    }

    private static boolean isFreeForDate(Source source, int token) {
        return source.tokens().isWord(token) || source.at(source.tokens().start(token) - 1) != '-';
    }
}
