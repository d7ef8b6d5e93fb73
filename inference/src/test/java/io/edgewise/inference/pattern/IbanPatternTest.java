// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The numbers are the examples of the IBAN registry (ISO 13616).
class IbanPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pay to ⟦DE89370400440532013000⟧ today              | DE89370400440532013000
            IBAN: ⟦GB29 NWBK 6016 1331 9268 19⟧.               | GB29NWBK60161331926819
            ⟦gb29 nwbk 6016 1331 9268 19⟧                      | GB29NWBK60161331926819
            (⟦NO93 8601 1117 947⟧)                             | NO9386011117947
            ⟦MT84MALT011000012345MTLCAST001S⟧                  | MT84MALT011000012345MTLCAST001S
            ⟦DE89 3704 0044 0532 0130 00⟧ BIC COBADEFF370      | DE89370400440532013000
            """)
    void findsNumbers(String text, String values) {
        MarkedText.check(PatternType.IBAN, "US", text, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE89370400440532013001",
                "DE8937040044053201300",
                "DE893704004405320130001",
                "XX89370400440532013000",
                "ADE89370400440532013000",
                "DE89  3704  0044  0532  0130  00",
                "no 12 of 3456 7890 1234"
            })
    void leavesTheRestAlone(String text) {
        MarkedText.check(PatternType.IBAN, "US", text, null);
    }
}
