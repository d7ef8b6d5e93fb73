// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// English names of months and days of the week, in full and abbreviated, and when they are meant as such. Immutable.
final class CalendarWords {
    private static final Map<String, Month> MONTHS = months();
    private static final Map<String, DayOfWeek> DAYS = days();
    private static final Set<String> SUBJECTS =
            WordSet.of("i you he she it we they this that there who which what one some people users will");

    private CalendarWords() {}

    static @Nullable Month month(String word) {
        return MONTHS.get(word);
    }

    static @Nullable DayOfWeek day(String word) {
        return DAYS.get(word);
    }

    /// True if a name of a day is abbreviated: "sun", "sat" and "wed" are words of their own.
    static boolean isAbbreviatedDay(String word) {
        return !word.endsWith("day");
    }

    /// True if "may" and "march", which are verbs too, cannot be one here.
    ///
    /// @param token the month, with the day after it
    static boolean isNoun(Tokens tokens, int token) {
        String word = tokens.word(token);
        boolean verb = word.equals("may") || word.equals("march");
        return !verb || !SUBJECTS.contains(tokens.word(token - 1));
    }

    private static Map<String, Month> months() {
        Map<String, Month> months = new HashMap<>();
        for (Month month : Month.values()) {
            String name = month.name().toLowerCase(Locale.ROOT);
            months.put(name, month);
            months.put(name.substring(0, 3), month);
        }
        months.put("sept", Month.SEPTEMBER);
        return Map.copyOf(months);
    }

    private static Map<String, DayOfWeek> days() {
        Map<String, DayOfWeek> days = new HashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(Locale.ROOT);
            days.put(name, day);
            days.put(name.substring(0, 3), day);
        }
        days.put("tues", DayOfWeek.TUESDAY);
        days.put("weds", DayOfWeek.WEDNESDAY);
        days.put("thur", DayOfWeek.THURSDAY);
        days.put("thurs", DayOfWeek.THURSDAY);
        return Map.copyOf(days);
    }
}
