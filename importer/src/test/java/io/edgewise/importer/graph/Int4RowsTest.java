// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.importer.checkpoint.BlockWeights;
import io.edgewise.importer.checkpoint.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class Int4RowsTest {
    private static final int BLOCK = BlockWeights.BLOCK;

    /// What kernels make of it: numbers from -8 to 7 times the scale, and the rest of each block.
    private static float[] read(Int4Rows rows, int columns) {
        ByteBuffer packed = ByteBuffer.allocate(columns / 2);
        ByteBuffer scales = ByteBuffer.allocate(columns / BLOCK * 2).order(ByteOrder.LITTLE_ENDIAN);
        float[] rests = new float[columns / BLOCK];
        rows.put(0, packed);
        rows.putScales(0, scales);
        rows.rests().row(0, rests);
        float[] numbers = new float[columns];
        for (int i = 0; i < columns; i++) {
            int step = packed.get(i / 2) << (i % 2 == 0 ? 28 : 24) >> 28;
            float scale = Float.float16ToFloat(scales.getShort(i / BLOCK * 2));
            assertThat(scale).isPositive();
            numbers[i] = step * scale + rests[i / BLOCK] / BLOCK;
        }
        return numbers;
    }

    @Test
    void blocksOfTheSourceAreKeptExactly() {
        BlockWeights source = new Blocks(0.25f, 0);
        float[] expected = new float[2 * BLOCK];
        source.row(0, expected);

        assertThat(read(new Int4Rows(source), 2 * BLOCK)).containsExactly(expected, within(1e-6f));
        // The second block has no scale: all its numbers are alike.
        assertThat(expected[BLOCK]).isEqualTo(expected[BLOCK + 7]).isEqualTo(-3);
    }

    @Test
    void whatIsNotInBlocksLosesAtMostHalfAStep() {
        Weights source = new Wave();
        float[] expected = new float[2 * BLOCK];
        source.row(0, expected);

        float[] got = read(new Int4Rows(new SymmetricBlocks(source)), 2 * BLOCK);

        for (int i = 0; i < got.length; i++) {
            // The largest may lie a step beyond the range.
            assertThat(got[i]).isCloseTo(expected[i], within(i < BLOCK ? 0.15f : 0.015f));
        }
        assertThat(read(new Int4Rows(new SymmetricBlocks(new Zeros())), BLOCK)).containsOnly(0);
    }

    /// The best of several scales is searched for each block, which takes most of an import's time.
    @Test
    void eachRowIsQuantisedOnce() {
        Counted source = new Counted();
        Int4Rows rows = new Int4Rows(new SymmetricBlocks(source));

        rows.put(0, ByteBuffer.allocate(BLOCK));
        rows.putScales(0, ByteBuffer.allocate(4));

        assertThat(source.reads).isEqualTo(1);
    }

    private static final class Counted implements Weights {
        private final Weights source = new Wave();
        private int reads;

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public List<Integer> shape() {
            return source.shape();
        }

        @Override
        public void row(int row, float[] target) {
            reads++;
            source.row(row, target);
        }
    }

    private record Blocks(float first, float second) implements BlockWeights {
        @Override
        public String name() {
            return "blocks";
        }

        @Override
        public List<Integer> shape() {
            return List.of(1, 2 * BLOCK);
        }

        @Override
        public void blocks(int row, float[] scales, float[] least, byte[] steps) {
            scales[0] = first;
            scales[1] = second;
            least[0] = -1.7f;
            least[1] = -3;
            for (int i = 0; i < steps.length; i++) {
                steps[i] = (byte) (i % 16);
            }
        }
    }

    /// A block of numbers up to 1, and one of numbers up to a tenth.
    private record Wave() implements Weights {
        @Override
        public String name() {
            return "wave";
        }

        @Override
        public List<Integer> shape() {
            return List.of(1, 2 * BLOCK);
        }

        @Override
        public void row(int row, float[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = (float) Math.sin(i) * (i < BLOCK ? 1 : 0.1f);
            }
        }
    }

    private record Zeros() implements Weights {
        @Override
        public String name() {
            return "zeros";
        }

        @Override
        public List<Integer> shape() {
            return List.of(1, BLOCK);
        }

        @Override
        public void row(int row, float[] target) {
            Arrays.fill(target, 0);
        }
    }
}
