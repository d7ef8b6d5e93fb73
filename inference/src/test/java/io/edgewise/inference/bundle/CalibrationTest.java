// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    @ParameterizedTest
    @CsvSource({"0, 0.5", "1, 0.7310585786", "-1, 0.2689414214", "4.6, 0.9900481981", "1000, 1", "-1000, 0"})
    void withoutCalibrationAScoreIsTheSigmoid(double logit, double score) {
        assertThat(Calibration.IDENTITY.score(logit)).isCloseTo(score, within(1e-9));
    }

    @Test
    void theLogitIsScaledAndShifted() {
        assertThat(new Calibration(2, -1).score(0.5)).isEqualTo(0.5);
        assertThat(new Calibration(0.5, -0.25).score(4)).isCloseTo(Calibration.IDENTITY.score(1.75), within(1e-12));
    }

    @Test
    void calibrationKeepsTheOrderOfTexts() {
        Calibration calibration = new Calibration(0.1, 3);
        double before = 0;
        for (double logit = -20; logit <= 20; logit += 0.5) {
            assertThat(calibration.score(logit)).isGreaterThan(before);
            before = calibration.score(logit);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 0", "NaN, 0", "Infinity, 0", "1, NaN", "1, Infinity"})
    void aSlopeIsPositiveAndAllIsFinite(double scale, double offset) {
        assertThatThrownBy(() -> new Calibration(scale, offset))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a positive scale and a finite offset");
    }

    @Test
    void aThresholdIsReachedAtItsValue() {
        Thresholds thresholds = new Thresholds(0.5, 0.8);

        assertThat(thresholds.asksForReview(0.49999)).isFalse();
        assertThat(thresholds.asksForReview(0.5)).isTrue();
        assertThat(thresholds.blocks(0.79999)).isFalse();
        assertThat(thresholds.blocks(0.8)).isTrue();
    }

    @Test
    void oneMeansNever() {
        assertThat(Thresholds.NEVER.asksForReview(1)).isFalse();
        assertThat(Thresholds.NEVER.blocks(1)).isFalse();
        assertThat(new Thresholds(0.5, 1).blocks(1)).isFalse();
        assertThat(new Thresholds(0.5, 1).asksForReview(1)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "-0.1, 0.5", "0.6, 0.5", "0.5, 1.1", "NaN, 0.5", "0.5, NaN"})
    void thresholdsAreInOrder(double review, double block) {
        assertThatThrownBy(() -> new Thresholds(review, block))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("thresholds: expected 0 < review <= block <= 1, got review " + review);
    }
}
