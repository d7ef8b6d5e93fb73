// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreCurveTest {
    private final ScoreCurve curve = new ScoreCurve(List.of(
            Scored.of(0.9, true),
            Scored.of(0.8, true),
            Scored.of(0.6, false),
            Scored.of(0.4, true),
            Scored.of(0.2, false),
            Scored.of(0.2, false)));

    @Test
    void aThresholdLiesBetweenTheScoresThatItTellsApart() {
        assertThat(curve.outcomes())
                .containsExactly(
                        new Outcome(0.85, 1, 1, 3),
                        new Outcome(0.7, 2, 2, 3),
                        new Outcome(0.5, 3, 2, 3),
                        new Outcome(0.3, 4, 3, 3),
                        new Outcome(0.1, 6, 3, 3));
        assertThat(curve.outcomes())
                .allMatch(outcome -> curve.at(outcome.threshold()).equals(outcome));
    }

    @Test
    void fromOneOnNothingIsHeld() {
        assertThat(new ScoreCurve(List.of(Scored.of(1, true))).at(1)).isEqualTo(new Outcome(1, 0, 0, 1));
    }

    @Test
    void theRulesFindTheirThresholds() {
        assertThat(curve.highestF1()).hasValue(new Outcome(0.3, 4, 3, 3));
        assertThat(curve.lowestWithPrecision(0.95)).hasValue(new Outcome(0.7, 2, 2, 3));
        assertThat(curve.lowestWithPrecision(0.7)).hasValue(new Outcome(0.3, 4, 3, 3));
        assertThat(curve.highestWithRecall(0.6)).hasValue(new Outcome(0.7, 2, 2, 3));
        assertThat(curve.highestWithRecall(1)).hasValue(new Outcome(0.3, 4, 3, 3));
    }

    @Test
    void whereNothingIsRightNoThresholdIsFound() {
        ScoreCurve wrong = new ScoreCurve(List.of(Scored.of(0.9, false), new Scored(0.8, true, false)));

        assertThat(wrong.highestF1()).isEmpty();
        assertThat(wrong.lowestWithPrecision(0.1)).isEmpty();
        assertThat(wrong.highestWithRecall(0.1)).isEmpty();
    }

    @Test
    void scoresThatAreAlmostEqualAreToldApartAllTheSame() {
        ScoreCurve close = new ScoreCurve(List.of(Scored.of(0.500_02, true), Scored.of(0.500_01, false)));

        assertThat(close.lowestWithPrecision(1)).hasValue(new Outcome(0.500_02, 1, 1, 1));
    }

    /// 8 of 9 pairs are in order.
    @Test
    void theAreaUnderTheRocCurveCountsPairsInOrder() {
        assertThat(curve.auc().orElseThrow()).isCloseTo(8.0 / 9, within(1e-9));
        assertThat(new ScoreCurve(List.of(Scored.of(0.5, true), Scored.of(0.5, false))).auc())
                .hasValue(0.5);
        assertThat(new ScoreCurve(List.of(Scored.of(0.5, true))).auc()).isEmpty();
    }
}
