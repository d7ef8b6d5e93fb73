// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The currencies, by sign, code (ISO 4217) and name. Immutable, thread-safe.
///
/// Only codes that mean nothing else in a plant: ALL, TRY and TOP stay out, and CAD and NOK count only where they are
/// the money of the region, since elsewhere they are drawings and faults.
final class Currencies {
    private static final Set<String> CODES =
            WordSet.of("USD EUR GBP CHF JPY CNY AUD NZD DKK PLN CZK HUF BRL MXN ZAR SGD HKD KRW");
    private static final Map<String, String> DOLLARS =
            Map.of("CA", "CAD", "AU", "AUD", "NZ", "NZD", "SG", "SGD", "HK", "HKD", "MX", "MXN");
    private static final Map<Character, String> SIGNS = Map.of(
            '€', "EUR", '£', "GBP", '¥', "JPY", '₹', "INR", '₩', "KRW", '₽', "RUB", '₺', "TRY", '₪', "ILS", '฿', "THB");
    private static final Map<String, String> DOLLAR_PREFIXES = Map.of(
            "US", "USD", "C", "CAD", "CA", "CAD", "A", "AUD", "AU", "AUD", "NZ", "NZD", "HK", "HKD", "S", "SGD", "R",
            "BRL");

    private static final Set<String> SPACED_PREFIXES = Set.of("US", "HK", "NZ", "C");

    private static final Set<String> STERLING = Set.of("GB", "GG", "JE", "IM", "GI", "FK", "SH");

    private final boolean poundIsMoney;
    private final Map<String, Unit> byCode = new HashMap<>();
    private final Map<String, Unit> byName = new HashMap<>();
    private final String dollar;

    /// @param region whose dollar `$` is, and whether a pound is a weight
    Currencies(String region) {
        this.poundIsMoney = STERLING.contains(region);
        this.dollar = DOLLARS.getOrDefault(region, "USD");
        for (String code : CODES) {
            byCode.put(code, new Unit(code, Unit.MONEY));
        }
        Currency own = Currency.getInstance(Locale.of("", region));
        if (own != null) {
            byCode.put(own.getCurrencyCode(), new Unit(own.getCurrencyCode(), Unit.MONEY));
        }
        for (String name : List.of("dollar", "dollars")) {
            byName.put(name, new Unit(dollar, Unit.MONEY));
            byName.put("us " + name, new Unit("USD", Unit.MONEY));
        }
        for (String name : List.of("euro", "euros")) {
            byName.put(name, new Unit("EUR", Unit.MONEY));
        }
        byName.put("yen", new Unit("JPY", Unit.MONEY));
        byName.put("pound sterling", new Unit("GBP", Unit.MONEY));
        byName.put("pounds sterling", new Unit("GBP", Unit.MONEY));
        byName.put("swiss francs", new Unit("CHF", Unit.MONEY));
    }

    /// True if this is a pound, in a region where that is money as often as a weight.
    boolean isPound(String name) {
        return poundIsMoney && (name.equals("pound") || name.equals("pounds"));
    }

    /// The currency with a name in lower case, null if there is none.
    @Nullable
    Unit byName(String name) {
        return byName.get(name);
    }

    /// The sign or code that stands at a character, null if none does.
    Unit.@Nullable Found at(Source source, int start) {
        Unit sign = bySign(source.at(start));
        if (sign != null) {
            return new Unit.Found(sign, start, start + 1);
        }
        int end = start + 3;
        if (end > source.length() || source.wordAt(end)) {
            return null;
        }
        Unit code = byCode.get(source.folded().substring(start, end));
        return code == null ? null : new Unit.Found(code, start, end);
    }

    /// The sign or code before an amount, with the letters that belong to it (`US$`), null if none is at the token.
    Unit.@Nullable Found before(Source source, int token) {
        Tokens tokens = source.tokens();
        int start = tokens.start(token);
        Unit.Found found = at(source, start);
        boolean glued = source.wordAt(start - 1);
        if (found == null || source.at(start) != '$') {
            return glued ? null : found;
        }
        String prefix = tokens.word(token - 1).toUpperCase(Locale.ROOT);
        if (!glued && !SPACED_PREFIXES.contains(prefix)) {
            return found;
        }
        String code = byCode.containsKey(prefix) ? prefix : DOLLAR_PREFIXES.get(prefix);
        return code == null ? null : new Unit.Found(new Unit(code, Unit.MONEY), tokens.start(token - 1), found.end());
    }

    private @Nullable Unit bySign(char c) {
        String code = c == '$' ? dollar : SIGNS.get(c);
        return code == null ? null : new Unit(code, Unit.MONEY);
    }
}
