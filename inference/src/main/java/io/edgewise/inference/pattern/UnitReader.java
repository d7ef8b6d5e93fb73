// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.jspecify.annotations.Nullable;

/// Reads the unit or currency after a number: symbols (`kg`, `m³/h`), names (`cubic metres`), and what is made of two
/// (`mg/l`, `litres per minute`). Immutable, thread-safe.
final class UnitReader {
    private static final int LONGEST_SYMBOL = 10;
    private static final int MOST_WORDS = 4;
    private static final int MOST_SPACES = 2;
    /// These stand alone even when letters follow: `40%RH`.
    private static final String SELF_STANDING = "%‰°º٪";

    private final Currencies currencies;

    UnitReader(Currencies currencies) {
        this.currencies = currencies;
    }

    /// The unit that follows a number, null if none does.
    ///
    /// @param end index after the number
    Unit.@Nullable Found after(Source source, int end) {
        int start = end;
        if (source.at(end) == '-' && source.letterAt(end + 1)) {
            start = end + 1;
        } else {
            while (source.at(start) == ' ' && start - end < MOST_SPACES && start < source.length()) {
                start++;
            }
        }
        Unit.Found found = single(source, start);
        if (found == null || (start > end && source.at(end) == '-' && found.isShort())) {
            return null;
        }
        return compound(source, found);
    }

    /// The unit with what follows "per" or "/".
    Unit.Found compound(Source source, Unit.Found found) {
        if (source.at(found.end()) == '/') {
            Unit.Found whole = slashed(source, found);
            return whole == null ? found : whole;
        }
        Tokens tokens = source.tokens();
        int next = tokens.indexAt(found.end());
        boolean per = tokens.isWord(next, "per");
        boolean article = tokens.isWord(next, "a") || tokens.isWord(next, "an");
        if ((!per && !(article && found.unit().isCountedByTime())) || !tokens.isWord(next + 1)) {
            return found;
        }
        Unit.Found below = name(source, tokens.start(next + 1));
        boolean fits = below != null
                && (per ? below.unit().isDenominator() : below.unit().kind().equals("time"));
        return below != null && fits ? found.per(below) : found;
    }

    private Unit.@Nullable Found slashed(Source source, Unit.Found found) {
        int end = symbolEnd(source, found.end() + 1);
        Unit whole = UnitDictionary.shipped().bySpelling(source.folded().substring(found.start(), end));
        if (whole != null && end > found.end() + 1) {
            return new Unit.Found(whole, found.start(), end);
        }
        Unit.Found below = single(source, found.end() + 1);
        return below == null || !below.unit().isDenominator() ? null : found.per(below);
    }

    private Unit.@Nullable Found single(Source source, int start) {
        Unit.Found symbol = symbol(source, start);
        Unit.Found name = name(source, start);
        Unit.Found found = name == null || (symbol != null && symbol.end() >= name.end()) ? symbol : name;
        boolean pound = found != null && currencies.isPound(source.lower().substring(found.start(), found.end()));
        return pound ? null : found;
    }

    private Unit.@Nullable Found symbol(Source source, int start) {
        Unit.Found money = currencies.at(source, start);
        if (money != null) {
            // "1 $10 bill": the sign belongs to the next number.
            boolean next = source.digitAt(money.end()) || (money.isShort() && source.digitAt(money.end() + 1));
            return next ? null : money;
        }
        int end = symbolEnd(source, start);
        Unit unit = end > start
                ? UnitDictionary.shipped().bySpelling(source.folded().substring(start, end))
                : null;
        if (unit == null && SELF_STANDING.indexOf(source.at(start)) >= 0) {
            end = start + 1;
            unit = UnitDictionary.shipped().bySpelling(source.folded().substring(start, end));
        }
        if (unit == null || source.at(end) == '_' || source.at(end) == '@') {
            return null;
        }
        return unit.kind().equals("angle")
                ? degrees(source, new Unit.Found(unit, start, end))
                : new Unit.Found(unit, start, end);
    }

    /// `70 ° F` and `100° Celsius`: the scale belongs to the sign before it.
    private Unit.Found degrees(Source source, Unit.Found found) {
        Tokens tokens = source.tokens();
        int token = tokens.indexAt(found.end());
        String scale = tokens.word(token);
        boolean near = tokens.start(token) - found.end() <= 1 && !source.wordAt(tokens.end(token));
        Unit unit = near && !scale.isEmpty() && found.isShort()
                ? UnitDictionary.shipped().byName("deg " + scale)
                : null;
        return unit == null ? found : new Unit.Found(unit, found.start(), tokens.end(token));
    }

    private static int symbolEnd(Source source, int start) {
        int end = start;
        while (end - start <= LONGEST_SYMBOL && isSymbol(source, start, end)) {
            end++;
        }
        return Math.min(end, source.length());
    }

    private static boolean isSymbol(Source source, int start, int at) {
        char c = source.at(at);
        return Character.isLetter(c) || "°º℃℉%‰²³⁻¹·⋅^٪".indexOf(c) >= 0 || (at > start && Source.isDigit(c));
    }

    /// The longest name that begins at a character.
    private Unit.@Nullable Found name(Source source, int start) {
        Tokens tokens = source.tokens();
        int token = tokens.indexAt(start);
        if (!tokens.isWord(token) || tokens.start(token) != start) {
            return null;
        }
        Unit.Found longest = null;
        String name = "";
        for (int words = 0; words < MOST_WORDS && !tokens.word(token).isEmpty(); words++) {
            name = name.isEmpty() ? tokens.word(token) : name + " " + tokens.word(token);
            Unit unit = UnitDictionary.shipped().byName(name);
            unit = unit == null ? currencies.byName(name) : unit;
            int end = tokens.end(token);
            if (unit != null && !source.wordAt(end) && "²³^".indexOf(source.at(end)) < 0) {
                longest = new Unit.Found(unit, start, end);
            }
            token += tokens.isMark(token + 1, '-') && tokens.touchesNext(token) ? 2 : 1;
        }
        return longest;
    }
}
