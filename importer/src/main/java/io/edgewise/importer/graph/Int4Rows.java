// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.checkpoint.BlockWeights;
import io.edgewise.importer.checkpoint.Weights;
import java.nio.ByteBuffer;
import java.util.List;

/// A matrix of four bits in the form that kernels take: whole numbers from -8 to 7, two in a byte, the lower
/// half first, with a positive scale for each block and nothing added. What the source adds to each number of
/// a block is [left over][#rests]. Each row is quantised once: its scales are kept until they are written.
/// For one matrix.
///
/// Source: TensorFlow Lite's schema, "BlockwiseQuantization"; XNNPACK, "qd8_f32_qb4w".
final class Int4Rows {
    private static final int MIDDLE = 8;

    private final BlockWeights weights;
    private final float[] scales;
    private final float[] least;
    private final byte[] steps;
    private final short[] kept;

    Int4Rows(BlockWeights weights) {
        this.weights = weights;
        this.scales = new float[weights.blocksPerRow()];
        this.least = new float[weights.blocksPerRow()];
        this.steps = new byte[weights.columns()];
        this.kept = new short[Math.multiplyExact(weights.rows(), scales.length)];
    }

    private void read(int row) {
        weights.blocks(row, scales, least, steps);
        for (int block = 0; block < scales.length; block++) {
            if (scales[block] == 0) {
                levelOut(block);
            }
        }
    }

    /// All numbers are alike; kernels refuse a scale of zero.
    private void levelOut(int block) {
        scales[block] = 1;
        least[block] -= MIDDLE;
        for (int i = 0; i < BlockWeights.BLOCK; i++) {
            steps[block * BlockWeights.BLOCK + i] = MIDDLE;
        }
    }

    /// Writes the numbers of a row.
    void put(int row, ByteBuffer target) {
        read(row);
        for (int block = 0; block < scales.length; block++) {
            kept[row * scales.length + block] = Float.floatToFloat16(scales[block]);
        }
        for (int i = 0; i < steps.length; i += 2) {
            target.put((byte) (((steps[i] - MIDDLE) & 15) | ((steps[i + 1] - MIDDLE) << 4)));
        }
    }

    /// Writes the scales of a row whose numbers were written before.
    void putScales(int row, ByteBuffer target) {
        for (int block = 0; block < scales.length; block++) {
            target.putShort(kept[row * scales.length + block]);
        }
    }

    /// What a block adds to the product, for the mean of its inputs.
    Weights rests() {
        return new Rests(weights, this);
    }

    private record Rests(BlockWeights weights, Int4Rows form) implements Weights {
        @Override
        public String name() {
            return weights.name();
        }

        @Override
        public List<Integer> shape() {
            return List.of(weights.rows(), weights.blocksPerRow());
        }

        @Override
        public void row(int row, float[] target) {
            form.read(row);
            for (int block = 0; block < target.length; block++) {
                target[block] = (form.least[block] + MIDDLE * form.scales[block]) * BlockWeights.BLOCK;
            }
        }
    }
}
