// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    @Test
    void rowsOfAMatrixComeInAnOrderOfTheirOwn() {
        Weights turned = Selection.of(new Numbers(0, 3, 2), 2, row -> 2 - row);

        assertThat(turned.shape()).containsExactly(2, 2);
        assertThat(Numbers.row(turned, 0)).containsExactly(4, 5);
        assertThat(Numbers.row(turned, 1)).containsExactly(2, 3);
    }

    @Test
    void aMatrixStandsBelowAnother() {
        Weights both = Selection.stacked(new Numbers(0, 2, 2), new Numbers(10, 1, 2));

        assertThat(both.shape()).containsExactly(3, 2);
        assertThat(Numbers.row(both, 1)).containsExactly(2, 3);
        assertThat(Numbers.row(both, 2)).containsExactly(10, 11);
    }

    @Test
    void numbersOfVectorsAreChosenAsRowsAre() {
        Weights both = Selection.stacked(new Numbers(0, 2), new Numbers(10, 3));

        assertThat(both.shape()).containsExactly(5);
        assertThat(Numbers.row(both, 0)).containsExactly(0, 1, 10, 11, 12);
        assertThat(Numbers.row(Selection.of(new Numbers(0, 6), 2, i -> 4 + i), 0))
                .containsExactly(4, 5);
    }

    @Test
    void numbersAreMultipliedAndMoved() {
        Weights source = new Numbers(0, 2, 2);

        assertThat(Numbers.row(source.times(0.5f), 1)).containsExactly(1, 1.5f);
        assertThat(Numbers.row(source.plus(-1), 1)).containsExactly(1, 2);
        assertThat(source.times(2).shape()).isEqualTo(source.shape());
    }

    @Test
    void rowsKeepTheirBlocks() {
        Weights last = Selection.of(new Blocks(), 1, row -> 1);

        assertThat(last).isInstanceOf(BlockWeights.class);
        assertThat(Numbers.row(last, 0)).containsOnly(2 * 3 + 1);
        assertThat(Selection.stacked(last, new Numbers(0, 1, 32))).isNotInstanceOf(BlockWeights.class);
    }

    /// In row r all numbers are 3 (r + 1) + 1.
    private record Blocks() implements BlockWeights {
        @Override
        public String name() {
            return "blocks";
        }

        @Override
        public List<Integer> shape() {
            return List.of(2, BLOCK);
        }

        @Override
        public void blocks(int row, float[] scales, float[] least, byte[] steps) {
            scales[0] = row + 1;
            least[0] = 1;
            Arrays.fill(steps, (byte) 3);
        }
    }
}
