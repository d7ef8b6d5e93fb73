// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogisticCurveTest {
    @Test
    void kindsThatDontOverlapAreToldApartAndStayFinite() {
        LogisticCurve curve = LogisticCurve.between(List.of(0.8, 0.9, 0.85), List.of(0.1, 0.2, 0.3, 0.15));

        assertThat(curve.logit(0.8)).isPositive().isLessThan(20);
        assertThat(curve.logit(0.3)).isNegative().isGreaterThan(-20);
    }

    /// Three of four above the middle, one below it, and the mirror of that: the optimum can be reckoned. The
    /// smoothed targets are 5/6 and 1/6; with p the probability at the upper place, 3/4 of one kind and 1/4 of the
    /// other want p = (3 * 5/6 + 1 * 1/6) / 4 = 2/3.
    @Test
    void itIsThatOfTheLeastLoss() {
        LogisticCurve curve = LogisticCurve.between(List.of(1.0, 1.0, 1.0, -1.0), List.of(-1.0, -1.0, -1.0, 1.0));

        assertThat(curve.logit(1)).isCloseTo(Math.log(2), within(1e-6));
        assertThat(curve.logit(-1)).isCloseTo(-Math.log(2), within(1e-6));
    }

    /// As above, but with a thousand times as many of the other kind, whose targets are then nearly 0: at the upper
    /// place 3/4 of one kind want 5/6 and 1/4 of the other 0, so p = 0.625. By number, it would be 0.003.
    @Test
    void manyOfOneKindDontOutweighFewOfTheOther() {
        List<Double> many =
                IntStream.range(0, 4_000).mapToObj(i -> i % 4 == 0 ? 1.0 : -1.0).toList();

        assertThat(LogisticCurve.between(List.of(1.0, 1.0, 1.0, -1.0), many).logit(1))
                .isCloseTo(Math.log(0.625 / 0.375), within(1e-3));
    }

    /// Directions of some encoders differ in the third decimal only.
    @ParameterizedTest
    @CsvSource({"1", "1e-3", "1e-7"})
    void howNarrowTheConeIsMakesNoDifference(double width) {
        List<Double> own = List.of(0.9 + 0.05 * width, 0.9 + 0.07 * width, 0.9 + 0.02 * width);
        List<Double> other = List.of(0.9 - 0.05 * width, 0.9 - 0.03 * width, 0.9 + 0.03 * width);

        assertThat(LogisticCurve.between(own, other).logit(0.9 + 0.05 * width)).isCloseTo(0.820, within(0.001));
    }

    @Test
    void whereAllAreTheSameNeitherKindIsLikelier() {
        assertThat(LogisticCurve.between(List.of(1.0, 1.0), List.of(1.0, 1.0, 1.0)))
                .isEqualTo(new LogisticCurve(0, 0));
    }

    @Test
    void itIsFiniteWhateverTheSimilaritiesAre() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            double apart = random.nextDouble() * Math.pow(10, random.nextInt(7) - 5.0);
            List<Double> own = random.doubles(2 + random.nextInt(20))
                    .mapToObj(d -> d * 0.1 + apart)
                    .toList();
            List<Double> other = random.doubles(2 + random.nextInt(400))
                    .mapToObj(d -> d * 0.1)
                    .toList();

            LogisticCurve curve = LogisticCurve.between(own, other);

            assertThat(Math.abs(curve.scale()) + Math.abs(curve.offset())).isFinite();
            assertThat(curve.logit(own.getFirst())).as("round %d", round).isBetween(-50.0, 50.0);
        }
    }
}
