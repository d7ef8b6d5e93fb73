// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthPanelTest {
    @ParameterizedTest
    @CsvSource({"0.3, 0.2, 0.5", "1, 0.5, 1", "1.01, 1, 2", "4.9, 2, 5", "5.1, 5, 10", "10, 5, 10", "99, 50, 100"})
    void theScaleEndsAtStepsOfOneTwoAndFive(double millis, double below, double above) {
        assertThat(LengthPanel.stepBelow(millis)).isEqualTo(below, within(1e-9));
        assertThat(LengthPanel.stepAbove(millis)).isEqualTo(above, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.3149, 0.31", "1.04, 1.0", "9.94, 9.9", "32.2, 32", "102.4, 102"})
    void aTimeIsWrittenWithTheDigitsThatCount(double millis, String written) {
        assertThat(LengthPanel.number(millis)).isEqualTo(written);
    }
}
