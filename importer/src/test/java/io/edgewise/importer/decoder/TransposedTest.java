// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.importer.checkpoint.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransposedTest {
    /// Of 15 numbers: one column at a time, two and one, and all.
    @ParameterizedTest
    @ValueSource(ints = {1, 6, 100})
    void columnsBecomeRowsHoweverManyAreKept(int kept) {
        Weights turned = new Transposed(new Numbers(0, 3, 5), kept);

        assertThat(turned.shape()).containsExactly(5, 3);
        for (int pass = 0; pass < 2; pass++) {
            for (int row = 0; row < 5; row++) {
                assertThat(Numbers.row(turned, row)).containsExactly(row, row + 5, row + 10);
            }
        }
        assertThat(Numbers.row(turned, 3)).containsExactly(3, 8, 13);
    }
}
