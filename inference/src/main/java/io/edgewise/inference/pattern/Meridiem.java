// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// "am" or "pm" in its many spellings: `2pm`, `2 P.M.`, `2 p m`. Immutable.
///
/// @param afternoon if it is "pm"
/// @param next the token after it
record Meridiem(boolean afternoon, int next) {
    /// After "PM", in the language of a workshop, they tell of preventive maintenance.
    private static final Set<String> MAINTENANCE = WordSet.of(
            "service due task tasks inspection check checks work job jobs schedule maintenance kit",
            "program order orders plan completed overdue visit list");

    /// The one that begins at a token, null if none does.
    static @Nullable Meridiem read(Source source, int token) {
        Tokens tokens = source.tokens();
        String word = tokens.word(token);
        if (word.equals("am") || word.equals("pm")) {
            return isGlued(source, token) ? null : new Meridiem(word.equals("pm"), token + 1);
        }
        if (!word.equals("a") && !word.equals("p")) {
            return null;
        }
        boolean pointed = tokens.isMark(token + 1, '.') && tokens.touchesNext(token);
        int m = pointed ? token + 2 : token + 1;
        if (!tokens.isWord(m, "m") || isGlued(source, m) || source.at(tokens.end(m)) == '\'') {
            return null;
        }
        boolean point = pointed && tokens.isMark(m + 1, '.') && tokens.touchesNext(m);
        return new Meridiem(word.equals("p"), point ? m + 2 : m + 1);
    }

    /// True if "PM" after a number is more likely maintenance: after the name of a machine or before a word of the
    /// trade.
    static boolean isMaintenance(Source source, int hour, Meridiem meridiem) {
        Tokens tokens = source.tokens();
        boolean apart = !tokens.touchesNext(meridiem.next - 2);
        return meridiem.afternoon
                && apart
                && (MAINTENANCE.contains(tokens.word(meridiem.next)) || Labels.standBefore(source, tokens.start(hour)));
    }

    private static boolean isGlued(Source source, int token) {
        int end = source.tokens().end(token);
        return source.wordAt(end) || source.at(end) == '/' || (source.at(end) == '-' && source.letterAt(end + 1));
    }
}
