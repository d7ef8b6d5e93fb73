// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerialPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            belt of ⟦CV-102⟧ torn                          | CV-102
            PUMP ⟦P-17⟧ TRIPPED                            | P-17
            (⟦PT-101A⟧, ⟦TIC-4031-B⟧)                      | PT-101A; TIC-4031-B
            valves ⟦V-12⟧/⟦V-13⟧ stuck.                    | V-12; V-13
            unit ⟦SN8839-AX2⟧ returned                     | SN8839-AX2
            spare ⟦6ES7315-2AG10-0AB0⟧                     | 6ES7315-2AG10-0AB0
            rack has a ⟦1756-L61⟧                          | 1756-L61
            label ⟦AB12CD34⟧                               | AB12CD34
            pumps ⟦P-101A/B⟧ swapped                       | P-101A/B
            drawing ⟦AB/1234⟧                              | AB/1234
            tag ⟦FT_203⟧                                   | FT_203
            ⟦ＣＶ－１０２⟧ stopped                           | CV-102
            ⟦P-17⟧? no, the seal of ⟦P-18⟧; see "⟦K-3⟧"      | P-17; P-18; K-3
            """)
    void findsPlainCodes(String text, String values) {
        MarkedText.check(PatternType.SERIAL, "US", text, values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            S/N ⟦8839-ab2⟧ replaced                        | 8839-AB2
            S/N: ⟦0047119⟧                                 | 0047119
            serial no. ⟦471⟧                               | 471
            serial number is ⟦x99-2⟧.                      | X99-2
            SN: ⟦99120034⟧                                 | 99120034
            P/N ⟦12-3345/a⟧                                | 12-3345/A
            part no. ⟦4711⟧, part number: ⟦b12.7⟧          | 4711; B12.7
            asset ⟦004212⟧ and asset tag ⟦A77⟧             | 004212; A77
            tag ⟦p17b⟧                                     | P17B
            equipment id ⟦30012⟧                           | 30012
            """)
    void findsAnyCodeAfterCue(String text, String values) {
        MarkedText.check(PatternType.SERIAL, "US", text, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COVID-19, UTF-8, ISO-9001, RS-485, IP-67",
                "MP3 H2O CO2 4K 3D",
                "in 2026 at 12:30",
                "5V, 12MM, 1200RPM, 24-V",
                "MAY-5, DEC-25, Q3-2026, 2026-W47",
                "T-SHIRT-2, X-RAY, FOLLOW-UP",
                "part 2 of the report",
                "asset management, tag team of 5",
                "the serial killer of 1999",
                "serial ports",
                "R-134A leak",
                "M12-1.75 bolt",
                "pump cv-102x",
                "1/2-13UNC",
                "10-1000PSI",
                "100X200X300",
                "COLOUR #FF00AA",
                "WINDOWS10 IPHONE12",
                "N/A, A/C, AND/OR, 24/7, EURO2004",
                "S/N unknown"
            })
    void leavesTheRestAlone(String text) {
        MarkedText.check(PatternType.SERIAL, "US", text, null);
    }
}
