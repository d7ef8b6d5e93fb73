// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhonePatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            US | call ⟦541-754-3010⟧ when done                           | +15417543010
            US | Call ⟦(541) 754-3010⟧.                                   | +15417543010
            US | office (⟦+1 541 754 3010⟧), ask for the night shift       | +15417543010
            US | phone: ⟦5417543010⟧                                      | +15417543010
            US | CALL ⟦1-541-754-3010⟧ NOW!                               | +15417543010
            US | ring ⟦541.754.3010⟧ or ⟦541.754.3011⟧                    | +15417543010; +15417543011
            US | leave a message at ⟦541-754-3010 ext. 12⟧                | +15417543010;ext=12
            US | call⟦5417543010⟧ now                                     | +15417543010
            US | mobile ⟦+1 555 234 5678⟧                                 | +15552345678
            US | service desk ⟦+49 30 1234567⟧                            | +49301234567
            US | tel ⟦0049 30 1234567⟧                                    | +49301234567
            US | plant manager ⟦+44 (0)7123 129683⟧                       | +447123129683
            US | tel ⟦５４１－７５４－３０１０⟧                                  | +15417543010
            DE | Rückruf unter ⟦030 1234567⟧ erbeten                      | +49301234567
            DE | mobil ⟦0176 12345678⟧                                    | +4917612345678
            GB | site office ⟦0161 496 0123⟧                              | +441614960123
            """)
    void findsCompleteNumbers(String region, String text, String values) {
        MarkedText.check(PatternType.PHONE, region, text, values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            US | call ⟦555-0134⟧ before Friday       | +1-555-0134
            US | Contact Maria on ⟦555 0134⟧, please | +1-555-0134
            US | call ⟦555-0134 ext 12⟧              | +1-555-0134;ext=12
            US | TEL. ⟦555.0134⟧                     | +1-555-0134
            US | dial ⟦5550134⟧                      | +1-5550134
            DE | Tel. ⟦1234567⟧                      | +49-1234567
            """)
    void markLocalNumbersAfterCueAsIncomplete(String region, String text, String values) {
        MarkedText.check(PatternType.PHONE, region, text, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "555-0134",
                "bearing 555-0134 is out of stock",
                "counter reads 5417543010",
                "readings 541 754 30 10",
                "serial 541-754-3010",
                "call stores about part 541-754-3010",
                "part no. 541-754-3010",
                "order 4155550123 shipped",
                "account number 12345678",
                "PO 541-754-3010",
                "call me at 14:30 on 2026-11-22",
                "fax 030/1234567",
                "call (123) 456-7890",
                "call 911",
                "dial 112",
                "ext 4412",
                "-2208960000",
                "0.000000012",
                "16-04-2010",
                "call 3333*2=6666",
                "s5417543010s",
                "call 541-754-3010b and b5550134",
                "T541-754-3010-SW",
                "firmware 541.754.3010.7",
                "call team 3 about pumps 4 and 5 on 22.11.2026",
                "#5417543010",
                "+12.5 bar",
                "card 4111 1111 1111 1111",
                "pressure 1200 1250 1300 1280",
                "call 12345678901234567890123"
            })
    void leavesOtherNumbersAlone(String text) {
        MarkedText.check(PatternType.PHONE, "US", text, null);
    }
}
