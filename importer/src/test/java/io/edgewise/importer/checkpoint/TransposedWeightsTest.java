// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransposedWeightsTest {
    /// Of 15 numbers: one row at a time, two and one, and all.
    @ParameterizedTest
    @ValueSource(ints = {1, 6, 100})
    void columnsBecomeRowsHoweverManyAreGathered(int most) {
        Weights turned = new TransposedWeights(new Numbers(0, 3, 5), most);

        assertThat(turned.shape()).containsExactly(5, 3);
        for (int pass = 0; pass < 2; pass++) {
            for (int row = 0; row < 5; row++) {
                assertThat(Numbers.row(turned, row)).containsExactly(row, row + 5, row + 10);
            }
        }
        assertThat(Numbers.row(turned, 3)).containsExactly(3, 8, 13);
    }

    /// What was quantised in blocks is it still.
    @Test
    void turnedBackItIsTheOtherOneItself() {
        Weights counted = new Numbers(0, 3, 5);
        assertThat(counted.transposed().transposed()).isSameAs(counted);
    }
}
