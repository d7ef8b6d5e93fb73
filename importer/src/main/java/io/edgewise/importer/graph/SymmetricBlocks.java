// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.checkpoint.BlockWeights;
import io.edgewise.importer.checkpoint.Weights;
import java.util.List;

/// Quantises a matrix to four bits, symmetrically about zero: each block gets that one of a few scales with
/// which it loses least. Confined to one thread.
///
/// @param source whose rows blocks of 32 divide
record SymmetricBlocks(Weights source) implements BlockWeights {
    private static final int LOWEST = -8;
    private static final int HIGHEST = 7;
    private static final float[] LARGEST_BECOMES = {7, 7.5f, 8};

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public List<Integer> shape() {
        return source.shape();
    }

    @Override
    public void blocks(int row, float[] scales, float[] least, byte[] steps) {
        float[] numbers = new float[columns()];
        source.row(row, numbers);
        for (int block = 0; block < scales.length; block++) {
            int from = block * BLOCK;
            scales[block] = scale(numbers, from);
            least[block] = LOWEST * scales[block];
            for (int i = from; i < from + BLOCK; i++) {
                steps[i] = (byte) (step(numbers[i], scales[block]) - LOWEST);
            }
        }
    }

    private static float scale(float[] numbers, int from) {
        float largest = 0;
        for (int i = from; i < from + BLOCK; i++) {
            largest = Math.max(largest, Math.abs(numbers[i]));
        }
        float best = 1;
        double least = Double.MAX_VALUE;
        for (float becomes : LARGEST_BECOMES) {
            float scale = Float.float16ToFloat(Float.floatToFloat16(largest / becomes));
            double lost = scale == 0 ? Double.MAX_VALUE : lost(numbers, from, scale);
            if (lost < least) {
                least = lost;
                best = scale;
            }
        }
        return best;
    }

    private static double lost(float[] numbers, int from, float scale) {
        double sum = 0;
        for (int i = from; i < from + BLOCK; i++) {
            double difference = numbers[i] - (double) step(numbers[i], scale) * scale;
            sum += difference * difference;
        }
        return sum;
    }

    private static int step(float number, float scale) {
        return Math.clamp(Math.round(number / scale), LOWEST, HIGHEST);
    }
}
