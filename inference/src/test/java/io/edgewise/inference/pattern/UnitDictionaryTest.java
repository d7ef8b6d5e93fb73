// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitDictionaryTest {
    private final UnitDictionary units = UnitDictionary.load();

    @ParameterizedTest
    @CsvSource({
        "mW, mW",
        "MW, MW",
        "kw, kW",
        "BAR, bar",
        "litre, L",
        "litres, L",
        "degrees celsius, °C",
        "Hz, Hz",
        "hz, Hz"
    })
    void caseTellsMilliFromMegaAndNothingElse(String spelling, String symbol) {
        assertThat(units.bySpelling(spelling)).extracting(Unit::symbol).isEqualTo(symbol);
    }

    @Test
    void ambiguousSpellingsAreAbsent() {
        // "mw" is milliwatt or megawatt, "mb" megabyte or millibar, "us" a country
        assertThat(units.bySpelling("mw")).isNull();
        assertThat(units.bySpelling("mb")).isNull();
        assertThat(units.bySpelling("us")).isNull();
    }
}
