// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The numbers are those that payment processors publish for tests.
class CardPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            my card is ⟦4111111111111111⟧                      | 4111111111111111
            card ⟦4111 1111 1111 1111⟧ exp 12/27               | 4111111111111111
            card ⟦4111 1111 1111 1111⟧ 12/27                   | 4111111111111111
            ⟦5555-5555-5555-4444⟧.                             | 5555555555554444
            (⟦2223003122003222⟧)                               | 2223003122003222
            amex ⟦3782 822463 10005⟧                           | 378282246310005
            ⟦378282246310005⟧                                  | 378282246310005
            ⟦6011111111111117⟧, ⟦3530111333300000⟧             | 6011111111111117; 3530111333300000
            diners ⟦3056 930902 5904⟧                          | 30569309025904
            """)
    void findsNumbers(String text, String values) {
        MarkedText.check(PatternType.CARD, "US", text, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "14111111111111111",
                "41111111111111111",
                "1234 4111 1111 1111 1111",
                "4111 1111 1111 1111 1111",
                "4111-1111 1111-1111",
                "4222222222222",
                "9999999999999995",
                "A4111111111111111",
                "4111111111111111.5",
                "#4111111111111111",
                "0000000000000000"
            })
    void leavesTheRestAlone(String text) {
        MarkedText.check(PatternType.CARD, "US", text, null);
    }
}
