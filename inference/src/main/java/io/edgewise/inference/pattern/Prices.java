// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Reads what may follow an amount of money: `3 dollars 50 cents`, `75 USD million`. Immutable.
final class Prices {
    private Prices() {}

    /// The price, null if what follows leaves open how much it is.
    ///
    /// @param number the amount before the currency
    /// @param unit the currency after it
    static @Nullable PatternMatch after(Source source, Numeral number, Unit.Found unit) {
        Tokens tokens = source.tokens();
        int next = tokens.indexAt(unit.end());
        BigDecimal factor = QuantityPattern.SCALES.get(tokens.word(next));
        if (factor != null) {
            return match(number.times(factor, number.end()), unit, tokens.end(next));
        }
        int at = tokens.isWord(next, "and") ? next + 1 : next;
        NumberWords.Reading words = NumberWords.belowHundred(tokens, at);
        if (words == null && !tokens.isNumber(at, 2, 2)) {
            return match(number, unit, unit.end());
        }
        int after = words == null ? at + 1 : words.next();
        if (tokens.isWord(after, "cents") || tokens.isWord(after, "cent")) {
            BigDecimal cents = words == null ? BigDecimal.valueOf(tokens.number(at)) : words.value();
            BigDecimal sum = number.value().add(cents.movePointLeft(2));
            return match(new Numeral(number.start(), number.end(), sum, false, false), unit, tokens.end(after));
        }
        // "15 dollars 50" may be one price; "15 dollars and 20 men" is not.
        boolean open = !tokens.isWord(after) && at == next;
        return open ? null : match(number, unit, unit.end());
    }

    private static PatternMatch match(Numeral number, Unit.Found unit, int end) {
        return QuantityPattern.match(number.start(), end, number, unit);
    }
}
