// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
    /// Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void theIntervalIsWilsons(int hits, int of, double low, double high) {
        Proportion share = new Proportion(hits, of);

        assertThat(share.low()).isCloseTo(low, within(0.00006));
        assertThat(share.high()).isCloseTo(high, within(0.00006));
    }

    @Test
    void ofNothingEverythingIsPossible() {
        Proportion nothing = new Proportion(0, 0);

        assertThat(nothing.low()).isZero();
        assertThat(nothing.high()).isEqualTo(1);
        assertThat(nothing.overlaps(new Proportion(1, 1_000))).isTrue();
    }

    @Test
    void intervalsOfManyAreApart() {
        assertThat(new Proportion(900, 1_000).overlaps(new Proportion(950, 1_000)))
                .isFalse();
        assertThat(new Proportion(9, 10).overlaps(new Proportion(10, 10))).isTrue();
    }

    @Test
    void moreHitsThanThereAreIsAMistake() {
        assertThatThrownBy(() -> new Proportion(3, 2)).hasMessage("expected 0 to 2 hits, got 3");
    }
}
