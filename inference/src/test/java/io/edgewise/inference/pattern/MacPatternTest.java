// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            node ⟦00:1B:44:11:3A:B7⟧ joined                 | 00:1b:44:11:3a:b7
            ⟦00-1b-44-11-3a-b7⟧.                            | 00:1b:44:11:3a:b7
            switch port ⟦001b.4411.3ab7⟧                    | 00:1b:44:11:3a:b7
            ⟦00:15:17:30:22:41⟧ (sensor 4)                  | 00:15:17:30:22:41
            MAC ⟦001b44113ab7⟧                              | 00:1b:44:11:3a:b7
            MAC: ⟦00-15-17-30-22-41⟧                        | 00:15:17:30:22:41
            DevEUI ⟦70B3D57ED0000001⟧                       | 70:b3:d5:7e:d0:00:00:01
            gateway ⟦70-B3-D5-7E-D0-00-00-01⟧               | 70:b3:d5:7e:d0:00:00:01
            """)
    void findsAddresses(String text, String values) {
        MarkedText.check(PatternType.MAC, "US", text, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00:1B:44:11:3A",
                "00:1B:44:11:3A:B7:C8",
                "00:1B-44:11-3A:B7",
                "001b44113ab7",
                "12-34-56-78-90-12",
                "00:1G:44:11:3A:B7",
                "x00:1B:44:11:3A:B7",
                "1234.5678.9012",
                "10:20:30"
            })
    void leavesTheRestAlone(String text) {
        MarkedText.check(PatternType.MAC, "US", text, null);
    }
}
