// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Map;

/// Reads the offset from UTC after a time. Immutable.
///
/// Abbreviations count in capitals and only where one offset is meant everywhere they are used; "CST" and "IST"
/// are not among them.
final class Offsets {
    private static final int MOST_HOURS = 14;
    private static final Map<String, String> ABBREVIATIONS = Map.of(
            "UTC", "Z", "GMT", "Z", "CET", "+01:00", "CEST", "+02:00", "EET", "+02:00", "EEST", "+03:00", "EST",
            "-05:00", "EDT", "-04:00", "PST", "-08:00", "PDT", "-07:00");

    private Offsets() {}

    /// The time with the offset that follows it, the time itself if none does.
    ///
    /// @param stamp if the time follows a date and a `T`, so that `-05:00` is no second time
    static Clock read(Source source, Clock clock, boolean stamp) {
        Tokens tokens = source.tokens();
        int at = clock.next();
        boolean touching = tokens.touchesNext(at - 1);
        if (touching && tokens.isWord(at, "z") && !source.wordAt(tokens.end(at))) {
            return clock.withOffset("Z", at + 1);
        }
        boolean bracket = tokens.isMark(at, '(') && tokens.isMark(at + 2, ')');
        int name = bracket ? at + 1 : at;
        if (tokens.isWord(name)) {
            String offset = ABBREVIATIONS.get(source.folded().substring(tokens.start(name), tokens.end(name)));
            return offset == null ? clock : clock.withOffset(offset, bracket ? at + 3 : at + 1);
        }
        boolean sign = tokens.isMark(at, '+') || (stamp && touching && tokens.isMark(at, '-'));
        return sign && tokens.touchesNext(at) ? numeric(source, clock, at) : clock;
    }

    private static Clock numeric(Source source, Clock clock, int sign) {
        Tokens tokens = source.tokens();
        boolean colon = tokens.isNumber(sign + 1, 2, 2)
                && tokens.isMark(sign + 2, ':')
                && tokens.touchesNext(sign + 1)
                && tokens.touchesNext(sign + 2)
                && tokens.isNumber(sign + 3, 2, 2);
        if (!colon && !tokens.isNumber(sign + 1, 4, 4)) {
            return clock;
        }
        int next = colon ? sign + 4 : sign + 2;
        int hours = colon ? tokens.number(sign + 1) : tokens.number(sign + 1) / 100;
        int minutes = colon ? tokens.number(sign + 3) : tokens.number(sign + 1) % 100;
        if (hours > MOST_HOURS || minutes > 59 || source.wordAt(tokens.end(next - 1))) {
            return clock;
        }
        String digits = source.folded().substring(tokens.start(sign), tokens.end(next - 1));
        String offset = colon ? digits : digits.substring(0, 3) + ":" + digits.substring(3);
        return clock.withOffset(offset, next);
    }
}
