// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    @Test
    void atFullPaceNothingRestsAndNothingWaits() {
        assertThat(Pace.FULL.restNanos(1_000_000)).isZero();
        assertThat(Pace.FULL.packTokens(64)).isEqualTo(64);
        assertThat(Pace.FULL.holdsBack()).isFalse();
    }

    @Test
    void aLaneThatWorksAQuarterOfItsTimeRestsThreeTimesAsLong() {
        assertThat(new Pace(1, 0.25, 1, Priority.LOW, false).restNanos(1_000)).isEqualTo(3_000);
    }

    @Test
    void jobsMayWaitForLongInStrictOrderAndBelowTheLowestPriority() {
        assertThat(new Pace(1, 1, 1, Priority.LOW, true).holdsBack()).isTrue();
        assertThat(new Pace(1, 1, 1, Priority.NORMAL, false).holdsBack()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1.1, 1", "1, 1, 0", "1, 1, 2", "1, NaN, 1"})
    void whatIsNoPaceIsRefused(int lanes, double duty, double packing) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pace(lanes, duty, packing, Priority.LOW, false))
                .withMessageContaining("shares above 0 and at most 1");
    }
}
