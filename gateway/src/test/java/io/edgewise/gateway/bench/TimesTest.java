// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimesTest {
    private static Times of(long... millis) {
        Times times = new Times();
        for (long run : millis) {
            times.add(run * 1_000_000);
        }
        return times;
    }

    @Test
    void theBestIsTheShortestInWhateverOrderRunsCome() {
        assertThat(of(5, 2, 9).bestMillis()).isEqualTo(2);
    }

    @Test
    void asManyRunsAreLongerThanTheMedianAsAreShorter() {
        assertThat(of(9, 1, 5).medianMillis()).isEqualTo(5);
        assertThat(of(4, 3, 2, 1).medianMillis()).isEqualTo(2);
        assertThat(of(7).medianMillis()).isEqualTo(7);
    }

    @Test
    void oneRunInTenIsLongerThanTheNinetiethPercentile() {
        assertThat(of(10, 9, 8, 7, 6, 5, 4, 3, 2, 1).p90Millis()).isEqualTo(9);
        assertThat(of(1, 2, 3).p90Millis()).isEqualTo(3);
    }

    @Test
    void aRunThatCameAfterAQuestionCounts() {
        Times times = of(5, 6);
        assertThat(times.bestMillis()).isEqualTo(5);
        times.add(1_000_000);
        assertThat(times.bestMillis()).isEqualTo(1);
        assertThat(times.count()).isEqualTo(3);
    }

    @Test
    void withoutARunThereIsNoTime() {
        assertThatThrownBy(() -> new Times().medianMillis())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing was measured");
    }

    @Test
    void theMiddleOfAnEvenNumberOfRatiosIsBetweenTwo() {
        assertThat(Times.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Times.median(List.of(4.0, 1.0))).isEqualTo(2.5);
    }
}
