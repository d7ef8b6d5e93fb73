// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds amounts: a number, in digits or words, with a unit or a currency. Immutable, thread-safe.
///
/// The lower end of a range is an amount too: `5-10 bar` is `5 bar` and `10 bar`.
final class QuantityPattern implements Recognizer {
    private static final BigDecimal WIDEST_RANGE = BigDecimal.valueOf(20);
    static final Map<String, BigDecimal> SCALES = Map.of(
            "thousand", new BigDecimal("1000"),
            "million", new BigDecimal("1000000"),
            "billion", new BigDecimal("1000000000"),
            "trillion", new BigDecimal("1000000000000"));
    private static final Map<String, BigDecimal> MONEY_SCALES = Map.of(
            "k", new BigDecimal("1000"),
            "m", new BigDecimal("1000000"),
            "mn", new BigDecimal("1000000"),
            "b", new BigDecimal("1000000000"),
            "bn", new BigDecimal("1000000000"));

    private final Currencies currencies;
    private final UnitReader units;

    QuantityPattern(String region) {
        this.currencies = new Currencies(region);
        this.units = new UnitReader(currencies);
    }

    @Override
    public void find(Source source, List<PatternMatch> found) {
        Tokens tokens = source.tokens();
        int token = 0;
        while (token < tokens.count()) {
            PatternMatch match = at(source, token);
            if (match != null) {
                found.add(match);
                addLowerEnd(source, match, found);
                token = Math.max(token + 1, tokens.indexAt(match.end()));
            } else {
                token++;
            }
        }
    }

    private @Nullable PatternMatch at(Source source, int token) {
        Tokens tokens = source.tokens();
        if (tokens.isNumber(token)) {
            Numeral number = Numeral.read(source, token);
            return number == null ? null : amount(source, number);
        }
        if (tokens.isWord(token) && NumberWords.isCardinal(tokens.word(token))) {
            Numeral number = spelled(source, token);
            return number == null ? null : amount(source, number);
        }
        BigDecimal fraction = Fractions.sign(source.at(tokens.start(token)));
        if (fraction != null && !source.wordAt(tokens.start(token) - 1)) {
            return amount(source, new Numeral(tokens.start(token), tokens.end(token), fraction, false, false));
        }
        Unit.Found money = source.digits() == 0 ? null : currencies.before(source, token);
        return money == null ? null : price(source, money);
    }

    private static @Nullable Numeral spelled(Source source, int token) {
        Tokens tokens = source.tokens();
        NumberWords.Reading words = NumberWords.read(tokens, token);
        if (words == null || tokens.isMark(token - 1, '-') || NumberWords.isCardinal(tokens.word(token - 1))) {
            return null;
        }
        boolean minus = tokens.isWord(token - 1, "minus");
        int start = tokens.start(minus ? token - 1 : token);
        BigDecimal value = minus ? words.value().negate() : words.value();
        return new Numeral(start, tokens.end(words.next() - 1), value, false, true);
    }

    private @Nullable PatternMatch amount(Source source, Numeral written) {
        Numeral number = scaled(source, written, SCALES, false);
        Unit.Found unit = units.after(source, number.end());
        if (unit == null || (number.inWords() && !isNameAfterWords(source, number, unit))) {
            return null;
        }
        if (unit.unit().kind().equals(Unit.MONEY)) {
            return Prices.after(source, number, unit);
        }
        return ShortUnits.accepts(source, number, unit) ? match(number.start(), unit.end(), number, unit) : null;
    }

    /// Words go with names: "three in the morning" is no length, "the twenty second of June" no time.
    private static boolean isNameAfterWords(Source source, Numeral number, Unit.Found unit) {
        String spelling = source.lower().substring(unit.start(), unit.end());
        if (spelling.equals("%")) {
            return true;
        }
        boolean ordinal = spelling.equals("second") && number.value().compareTo(BigDecimal.ONE) > 0;
        return spelling.length() > 2 && !ordinal;
    }

    private @Nullable PatternMatch price(Source source, Unit.Found money) {
        Tokens tokens = source.tokens();
        int token = tokens.indexAt(money.end());
        boolean touching = tokens.start(token) == money.end();
        // "17 USD 25" and "10 $ 30" leave open to which number the currency belongs; "three $5 notes" does not.
        boolean between = tokens.isNumber(tokens.indexAt(money.start()) - 1) && !touching;
        if (tokens.start(token) - money.end() > 1 || between) {
            return null;
        }
        Numeral written = Numeral.read(source, token);
        if (written == null || written.start() < money.end()) {
            return null;
        }
        Numeral number = scaled(source, scaled(source, written, MONEY_SCALES, true), SCALES, false);
        if (source.wordAt(number.end())) {
            return null;
        }
        Unit.Found unit = units.compound(source, new Unit.Found(money.unit(), money.start(), number.end()));
        return match(money.start(), unit.end(), number, unit);
    }

    private static Numeral scaled(Source source, Numeral number, Map<String, BigDecimal> scales, boolean glued) {
        Tokens tokens = source.tokens();
        int token = tokens.indexAt(number.end());
        BigDecimal factor = scales.get(tokens.word(token));
        boolean near = glued ? tokens.start(token) == number.end() : tokens.start(token) - number.end() <= 1;
        return factor == null || !near ? number : number.times(factor, tokens.end(token));
    }

    static PatternMatch match(int start, int end, Numeral number, Unit.Found unit) {
        return new PatternMatch(
                PatternType.QUANTITY,
                start,
                end,
                number.text() + " " + unit.unit().symbol());
    }

    private static void addLowerEnd(Source source, PatternMatch upper, List<PatternMatch> found) {
        Tokens tokens = source.tokens();
        int joint = tokens.indexAt(upper.start()) - 1;
        boolean to = tokens.isMark(joint, '-') || tokens.isWord(joint, "to");
        Numeral lower = to && tokens.isNumber(joint - 1) ? Numeral.read(source, numberStart(tokens, joint - 1)) : null;
        if (lower == null || Labels.standBefore(source, lower.start())) {
            return;
        }
        int space = upper.value().indexOf(' ');
        BigDecimal most = new BigDecimal(upper.value().substring(0, space));
        boolean range = lower.end() == tokens.end(joint - 1)
                && lower.value().compareTo(most) < 0
                && most.abs()
                                .divide(lower.value().abs().max(BigDecimal.ONE), RoundingMode.HALF_UP)
                                .compareTo(WIDEST_RANGE)
                        <= 0;
        if (range && source.at(lower.start() - 1) != '-') {
            found.add(new PatternMatch(
                    PatternType.QUANTITY,
                    lower.start(),
                    lower.end(),
                    lower.text() + upper.value().substring(space)));
        }
    }

    /// The first token of a decimal number whose last token is given.
    private static int numberStart(Tokens tokens, int last) {
        boolean decimal = (tokens.isMark(last - 1, '.') || tokens.isMark(last - 1, ','))
                && tokens.touchesNext(last - 1)
                && tokens.touchesNext(last - 2)
                && tokens.isNumber(last - 2);
        return decimal ? last - 2 : last;
    }
}
