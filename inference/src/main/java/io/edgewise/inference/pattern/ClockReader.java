// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads times of day in digits: `14:00`, `7:56:35.5 am`, `2 pm`, `2.30pm`, `340 pm`, `14h30`, `7 o'clock`,
/// `0730 hrs`. Immutable.
///
/// A time without "am" or "pm" is taken as it stands: `7:30` is 07:30.
final class ClockReader {
    private static final Set<String> RATIOS =
            WordSet.of("ratio scale mix mixed mixture dilution dilute gear diluted proportion odds");

    private ClockReader() {}

    /// The time that begins at a token, null if none does.
    static @Nullable Clock read(Source source, int token) {
        Tokens tokens = source.tokens();
        if (!tokens.isNumber(token, 1, 4)) {
            return SpokenClock.read(source, token);
        }
        if (tokens.isMark(token + 1, ':') && tokens.touchesNext(token)) {
            return colon(source, token);
        }
        Clock clock = tokens.length(token) <= 2 ? hour(source, token) : packed(source, token);
        return clock != null ? clock : SpokenClock.pastNumber(source, token);
    }

    /// `081533` or `0815` after a date and a `T`, the basic format of ISO 8601; null if there is no such time.
    static @Nullable Clock basic(Source source, int token) {
        Tokens tokens = source.tokens();
        boolean seconds = tokens.isNumber(token, 6, 6);
        if (!seconds && !tokens.isNumber(token, 4, 4)) {
            return null;
        }
        int minutes = seconds ? tokens.number(token) / 100 : tokens.number(token);
        Clock clock = Clock.of(minutes / 100, minutes % 100, false, token + 1);
        if (clock == null || !seconds) {
            return clock;
        }
        String tail = source.folded().substring(tokens.end(token) - 2, tokens.end(token));
        return tail.compareTo("59") > 0 ? null : clock.withTail(":" + tail, token + 1);
    }

    private static @Nullable Clock colon(Source source, int token) {
        Tokens tokens = source.tokens();
        if (tokens.length(token) > 2 || !isPair(tokens, token + 1)) {
            return null;
        }
        int hour = tokens.number(token);
        boolean dial = hour >= 1 && hour <= 12 && source.at(tokens.start(token)) != '0';
        Clock clock = Clock.of(hour, tokens.number(token + 2), dial, token + 3);
        if (clock != null && isPair(tokens, token + 3)) {
            clock = tokens.number(token + 4) > 59 ? null : seconds(source, clock);
        }
        if (clock == null || isContinued(source, tokens.end(clock.next() - 1))) {
            return null;
        }
        Clock whole = suffixed(source, clock);
        char after = source.at(tokens.end(whole.next() - 1));
        if (Character.isLetter(after) && after != 'Z' && after != 'z') {
            return null;
        }
        boolean ratio = whole.equals(clock) && isRatio(source, token);
        return ratio ? null : whole;
    }

    /// True if a colon and two digits stand there without spaces.
    private static boolean isPair(Tokens tokens, int colon) {
        return tokens.isMark(colon, ':')
                && tokens.touchesNext(colon - 1)
                && tokens.touchesNext(colon)
                && tokens.isNumber(colon + 1, 2, 2);
    }

    private static Clock seconds(Source source, Clock clock) {
        Tokens tokens = source.tokens();
        int second = clock.next() + 1;
        boolean fraction = (tokens.isMark(second + 1, '.') || tokens.isMark(second + 1, ','))
                && tokens.touchesNext(second)
                && tokens.touchesNext(second + 1)
                && tokens.isNumber(second + 2, 1, 9);
        int next = fraction ? second + 3 : second + 1;
        String tail = source.folded()
                .substring(tokens.start(second - 1), tokens.end(next - 1))
                .replace(',', '.');
        return clock.withTail(tail, next);
    }

    private static Clock suffixed(Source source, Clock clock) {
        Tokens tokens = source.tokens();
        Meridiem meridiem = Meridiem.read(source, clock.next());
        if (meridiem != null) {
            Clock halved = clock.halved(meridiem.afternoon(), meridiem.next());
            return halved == null ? clock : halved;
        }
        boolean unit = Set.of("uhr", "hrs", "hours", "h").contains(tokens.word(clock.next()));
        return unit && !source.wordAt(tokens.end(clock.next())) ? clock.withNext(clock.next() + 1) : clock;
    }

    private static boolean isRatio(Source source, int token) {
        Tokens tokens = source.tokens();
        return Cues.before(source, tokens.start(token), 3).within(RATIOS) || RATIOS.contains(tokens.word(token + 3));
    }

    /// An hour of one or two digits: with "am", "o'clock", minutes after a point or an `h`.
    private static @Nullable Clock hour(Source source, int token) {
        Tokens tokens = source.tokens();
        int hour = tokens.number(token);
        Meridiem meridiem = Meridiem.read(source, token + 1);
        if (meridiem != null) {
            return Meridiem.isMaintenance(source, token, meridiem) ? null : halved(hour, 0, meridiem);
        }
        if (SpokenClock.isOClock(tokens, token + 1)) {
            return SpokenClock.afterOClock(source, hour, token + 1);
        }
        boolean touching = tokens.touchesNext(token) && tokens.touchesNext(token + 1);
        if (touching && tokens.isNumber(token + 2, 2, 2)) {
            return minutes(source, token, hour);
        }
        Clock noon = hour == 12 ? SpokenClock.noon(tokens, token + 1) : null;
        return noon != null ? noon : inPart(source, token, hour);
    }

    /// The time of an hour on a dial with "am" or "pm" after it, null if there is no such hour.
    private static @Nullable Clock halved(int hour, int minute, Meridiem meridiem) {
        Clock clock = hour >= 1 && hour <= 12 ? Clock.of(hour, minute, true, meridiem.next()) : null;
        return clock == null ? null : clock.halved(meridiem.afternoon(), meridiem.next());
    }

    /// `2.30 pm` and `14h30`: without "pm" the first is a number.
    private static @Nullable Clock minutes(Source source, int token, int hour) {
        Tokens tokens = source.tokens();
        int minute = tokens.number(token + 2);
        if (tokens.isWord(token + 1, "h") && !source.wordAt(tokens.end(token + 2))) {
            return Clock.of(hour, minute, false, token + 3);
        }
        if (!tokens.isMark(token + 1, '.')) {
            return null;
        }
        Meridiem meridiem = Meridiem.read(source, token + 3);
        if (meridiem != null) {
            return halved(hour, minute, meridiem);
        }
        return tokens.isWord(token + 3, "uhr") ? Clock.of(hour, minute, false, token + 4) : null;
    }

    /// `7 in the evening`, `9 at night`.
    private static @Nullable Clock inPart(Source source, int token, int hour) {
        Clock clock = hour >= 1 && hour <= 12 ? Clock.of(hour, 0, true, token + 1) : null;
        Clock whole = clock == null ? null : SpokenClock.inNamedPart(source, clock);
        return whole == null || whole.dial() ? null : whole;
    }

    /// `340 pm` and `0730 hrs`: hours and minutes without a mark between.
    private static @Nullable Clock packed(Source source, int token) {
        Tokens tokens = source.tokens();
        int hour = tokens.number(token) / 100;
        Meridiem meridiem = Meridiem.read(source, token + 1);
        if (meridiem != null) {
            return halved(hour, tokens.number(token) % 100, meridiem);
        }
        // "1400 hours" is how long a machine has run; only the leading zero tells a time.
        boolean military = tokens.length(token) == 4
                && source.at(tokens.start(token)) == '0'
                && Set.of("hrs", "hours", "hr", "h").contains(tokens.word(token + 1));
        return military ? Clock.of(hour, tokens.number(token) % 100, false, token + 2) : null;
    }

    private static boolean isContinued(Source source, int end) {
        char after = source.at(end);
        return after == '_'
                || after == '%'
                || ((after == ':' || after == '.' || after == ',') && source.digitAt(end + 1));
    }
}
