// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads days that count from the reference: "today", "tomorrow morning", "the day after tomorrow", "last night".
/// Immutable.
final class RelativeDays {
    private static final Set<String> TOMORROW = Set.of("tomorrow", "tmrw");
    private static final Set<String> COUNTED = Set.of("after", "from", "before");
    private static final Set<String> COUNTABLE =
            Set.of("day", "days", "week", "weeks", "month", "months", "year", "years");

    private RelativeDays() {}

    /// The day that begins at a token, null if none does.
    static @Nullable Day read(Source source, int token) {
        Tokens tokens = source.tokens();
        LocalDate today = source.now().toLocalDate();
        String word = tokens.word(token);
        return switch (word) {
            case "today" -> isNewspaper(source, token) ? null : named(tokens, today, token);
            case "tonight" -> of(today, DayPart.NIGHT, token + 1);
            case "tomorrow", "tmrw" -> named(tokens, today.plusDays(1), token);
            case "yesterday" -> named(tokens, today.minusDays(1), token);
            case "the" -> tokens.isWord(token + 1, "day") ? beside(tokens, today, token + 1) : null;
            case "day" -> beside(tokens, today, token);
            case "this" -> {
                DayPart part = DayPart.of(tokens.word(token + 1));
                yield part == null || tokens.isWord(token + 1, "tonight") ? null : of(today, part, token + 2);
            }
            case "last" -> tokens.isWord(token + 1, "night") ? of(today.minusDays(1), DayPart.NIGHT, token + 2) : null;
            default -> null;
        };
    }

    static Day of(LocalDate date, @Nullable DayPart part, int next) {
        return Day.of(date, next, Day.Kind.RELATIVE).with(part, next);
    }

    /// The day with the part of it that the next word may tell.
    static Day withPart(Tokens tokens, Day day) {
        DayPart part = DayPart.of(tokens.word(day.next()));
        boolean told = part != null && !tokens.isWord(day.next(), "tonight");
        return told ? day.with(part, day.next() + 1) : day;
    }

    /// "Two days after today" is not today.
    private static @Nullable Day named(Tokens tokens, LocalDate date, int token) {
        boolean counted = COUNTED.contains(tokens.word(token - 1)) && COUNTABLE.contains(tokens.word(token - 2));
        return counted ? null : withPart(tokens, of(date, null, token + 1));
    }

    /// "USA Today", in running text, is a name.
    private static boolean isNewspaper(Source source, int token) {
        Tokens tokens = source.tokens();
        return !source.inCapitals() && tokens.isCapitalised(token) && tokens.isCapitalised(token - 1);
    }

    private static @Nullable Day beside(Tokens tokens, LocalDate today, int day) {
        if (tokens.isWord(day + 1, "after") && TOMORROW.contains(tokens.word(day + 2))) {
            return withPart(tokens, of(today.plusDays(2), null, day + 3));
        }
        boolean before = tokens.isWord(day + 1, "before") && tokens.isWord(day + 2, "yesterday");
        return before ? withPart(tokens, of(today.minusDays(2), null, day + 3)) : null;
    }
}
