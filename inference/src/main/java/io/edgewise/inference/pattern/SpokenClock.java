// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads times of day in words: "noon", "half past seven", "quarter to eight", "ten past 3", "seven thirty pm",
/// "five o'clock in the morning". Immutable.
final class SpokenClock {
    private static final Set<String> TO = Set.of("to", "til", "till");
    private static final Set<String> BEFORE_TIME = Set.of("at", "by", "until", "till", "before", "after", "is", "s");

    private SpokenClock() {}

    /// The time that begins at a token, null if none does.
    static @Nullable Clock read(Source source, int token) {
        Tokens tokens = source.tokens();
        return switch (tokens.word(token)) {
            case "noon", "midday" -> Clock.of(12, 0, false, token + 1);
            case "midnight" -> Clock.of(0, 0, false, token + 1);
            case "half" -> tokens.isWord(token + 1, "past") ? relative(source, 30, token + 1) : null;
            case "quarter" -> relative(source, 15, token + 1);
            case "a" -> tokens.isWord(token + 1, "quarter") ? relative(source, 15, token + 2) : null;
            default -> NumberWords.isCardinal(tokens.word(token)) ? spelled(source, token) : null;
        };
    }

    /// `20 past 8`, `10 minutes to eight`, null if no such time begins at the number.
    static @Nullable Clock pastNumber(Source source, int token) {
        Tokens tokens = source.tokens();
        int minutes = tokens.isNumber(token, 1, 2) ? tokens.number(token) : 0;
        boolean unit = isMinutes(tokens, token + 1);
        int joint = unit ? token + 2 : token + 1;
        // "from 20 to 8" is no time.
        boolean certain = unit || tokens.isWord(joint, "past");
        return minutes >= 1 && minutes <= 30 && certain ? relative(source, minutes, joint) : null;
    }

    static boolean isOClock(Tokens tokens, int token) {
        return tokens.isWord(token, "oclock")
                || (tokens.isWord(token, "o") && tokens.isMark(token + 1, '\'') && tokens.isWord(token + 2, "clock"));
    }

    /// The time of an hour before "o'clock", with the part of the day that may follow; null if there is no such hour.
    static @Nullable Clock afterOClock(Source source, int hour, int token) {
        int next = source.tokens().isWord(token, "oclock") ? token + 1 : token + 3;
        Clock clock = Clock.of(hour, 0, hour >= 1 && hour <= 12, next);
        return clock == null ? null : withMeridiem(source, clock);
    }

    /// The time with "in the morning", "at night", if that follows it.
    static Clock inNamedPart(Source source, Clock clock) {
        Tokens tokens = source.tokens();
        int at = clock.next();
        boolean in = tokens.isWord(at, "in") && tokens.isWord(at + 1, "the");
        boolean night = tokens.isWord(at, "at") && tokens.isWord(at + 1, "night");
        DayPart part = in ? DayPart.of(tokens.word(at + 2)) : night ? DayPart.NIGHT : null;
        Clock whole = part == null ? null : clock.in(part);
        return whole == null ? clock : whole.withNext(in ? at + 3 : at + 2);
    }

    private static @Nullable Clock spelled(Source source, int token) {
        Tokens tokens = source.tokens();
        NumberWords.Reading first = NumberWords.belowHundred(tokens, token);
        if (first == null || tokens.isMark(token - 1, '-') || NumberWords.isCardinal(tokens.word(token - 1))) {
            return null;
        }
        Clock past = pastWords(source, first);
        return past != null ? past : hour(source, token);
    }

    private static @Nullable Clock pastWords(Source source, NumberWords.Reading minutes) {
        Tokens tokens = source.tokens();
        int value = minutes.value().intValue();
        boolean unit = isMinutes(tokens, minutes.next());
        int joint = unit ? minutes.next() + 1 : minutes.next();
        // "takes five to ten minutes" is no time, "at five to ten" is.
        int start = minutes.next() - 1;
        boolean cued = BEFORE_TIME.contains(tokens.word(start - 1)) && value % 5 == 0;
        boolean certain = unit || cued || tokens.isWord(joint, "past");
        return value >= 1 && value <= 30 && certain ? relative(source, value, joint) : null;
    }

    /// "five pm", "seven thirty pm", "twelve noon", "nine o'clock", and "at seven thirty".
    private static @Nullable Clock hour(Source source, int token) {
        Tokens tokens = source.tokens();
        int hour = hourWord(tokens, token);
        int next = token + 1;
        // "I for one am tired."
        boolean phrase = hour == 1 && tokens.isWord(next, "am") && tokens.isWord(token - 2, "i");
        if (hour < 1 || phrase) {
            return null;
        }
        if (isOClock(tokens, next)) {
            return afterOClock(source, hour, next);
        }
        Clock noon = hour == 12 ? noon(tokens, next) : null;
        return noon != null ? noon : withMinutes(source, token, hour);
    }

    private static @Nullable Clock withMinutes(Source source, int token, int hour) {
        Tokens tokens = source.tokens();
        NumberWords.Reading words = minutes(tokens, token + 1);
        int minute = words == null ? 0 : words.value().intValue();
        Clock clock = Clock.of(hour, minute, true, words == null ? token + 1 : words.next());
        Clock whole = clock == null ? null : withMeridiem(source, clock);
        boolean cued = words != null && minute % 5 == 0 && tokens.isWord(token - 1, "at");
        return whole == null || (whole.dial() && !cued) ? null : whole;
    }

    /// "Noon" or "midnight" after a twelve, null if neither is there.
    static @Nullable Clock noon(Tokens tokens, int token) {
        if (tokens.isWord(token, "noon")) {
            return Clock.of(12, 0, false, token + 1);
        }
        return tokens.isWord(token, "midnight") ? Clock.of(0, 0, false, token + 1) : null;
    }

    private static NumberWords.@Nullable Reading minutes(Tokens tokens, int token) {
        boolean oh = tokens.isWord(token, "oh") || tokens.isWord(token, "o");
        NumberWords.Reading minutes = NumberWords.belowHundred(tokens, oh ? token + 1 : token);
        boolean fits = minutes != null
                && (oh ? minutes.value().intValue() < 10 : minutes.value().intValue() >= 10);
        return fits ? minutes : null;
    }

    private static @Nullable Clock relative(Source source, int minutes, int joint) {
        Tokens tokens = source.tokens();
        boolean past = tokens.isWord(joint, "past");
        if (!past && !TO.contains(tokens.word(joint))) {
            return null;
        }
        int hour = tokens.isNumber(joint + 1, 1, 2) ? tokens.number(joint + 1) : hourWord(tokens, joint + 1);
        int end = tokens.end(joint + 1);
        if (hour < 1
                || hour > 23
                || NumberWords.isCardinal(tokens.word(joint + 2))
                || (source.wordAt(end) && Meridiem.read(source, joint + 2) == null)
                || isNumberOn(source, end)) {
            return null;
        }
        boolean dial = hour <= 12;
        // "quarter to one" begins at twelve on the dial.
        int whole = past ? hour * 60 + minutes : (hour == 1 ? 13 : hour) * 60 - minutes;
        Clock clock = Clock.of(whole / 60, whole % 60, dial, joint + 2);
        return clock == null ? null : withMeridiem(source, clock);
    }

    private static boolean isNumberOn(Source source, int end) {
        return "%°".indexOf(source.at(end)) >= 0 || (".,:/-".indexOf(source.at(end)) >= 0 && source.digitAt(end + 1));
    }

    private static Clock withMeridiem(Source source, Clock written) {
        Tokens tokens = source.tokens();
        int at = written.next();
        Clock clock = isOClock(tokens, at) ? written.withNext(tokens.isWord(at, "oclock") ? at + 1 : at + 3) : written;
        Meridiem meridiem = clock.dial() ? Meridiem.read(source, clock.next()) : null;
        Clock halved = meridiem == null ? null : clock.halved(meridiem.afternoon(), meridiem.next());
        return halved != null ? halved : inNamedPart(source, clock);
    }

    private static int hourWord(Tokens tokens, int token) {
        NumberWords.Reading words = NumberWords.belowHundred(tokens, token);
        return words == null || words.next() != token + 1 || words.value().intValue() > 12
                ? -1
                : words.value().intValue();
    }

    private static boolean isMinutes(Tokens tokens, int token) {
        return Set.of("minutes", "minute", "min", "mins").contains(tokens.word(token));
    }
}
