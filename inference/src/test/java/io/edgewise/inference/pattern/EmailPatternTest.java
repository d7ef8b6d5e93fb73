// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            send the report to ⟦ops@example.com⟧                   | ops@example.com
            ⟦First.Last+pumps@Plant-7.Example.ORG⟧.                | First.Last+pumps@plant-7.example.org
            (⟦a_b-c@example.co.uk⟧)                                | a_b-c@example.co.uk
            <mailto:⟦ops@example.com⟧>                             | ops@example.com
            to=⟦ops@example.com⟧;cc=⟦qa@example.com⟧               | ops@example.com; qa@example.com
            MAIL ⟦OPS@EXAMPLE.COM⟧!                                | OPS@example.com
            '⟦ops@example.com⟧'                                    | ops@example.com
            write to ⟦o'brien@example.com⟧                         | o'brien@example.com
            ⟦müller@bücher.example⟧                                | müller@bücher.example
            请联系⟦ops@example.com⟧                                 | ops@example.com
            ⟦ops＠example．com⟧                                     | ops@example.com
            ⟦1234@example.com⟧ and ⟦x@scada.local⟧                 | 1234@example.com; x@scada.local
            """)
    void findsAddresses(String text, String values) {
        MarkedText.check(PatternType.EMAIL, "US", text, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ops@plant",
                "ops@plant.x",
                "ops@10.0.0.5",
                "a..b@example.com",
                ".a@example.com",
                "ops@new_site.com",
                "@maria please look",
                "meet @ 14:00",
                "git@example.com:group/project.git",
                "speed @ 50.5 Hz",
                "ops@-example.com",
                "ops at example dot com",
                "@@@@"
            })
    void leavesTheRestAlone(String text) {
        MarkedText.check(PatternType.EMAIL, "US", text, null);
    }
}
