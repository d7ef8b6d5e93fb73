// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.checkpoint.Weights;
import java.nio.ByteBuffer;

/// Quantises a matrix to whole numbers from -127 to 127, symmetrically about zero: for each row with a scale of
/// its own, or with one for all of it. For one matrix.
///
/// Source: TensorFlow Lite's quantisation specification, "int8 weights, per-axis".
final class Int8Rows {
    private static final int MOST = 127;

    private final Weights weights;
    private final float[] row;

    Int8Rows(Weights weights) {
        this.weights = weights;
        this.row = new float[weights.columns()];
    }

    /// A scale for each row.
    float[] scalesOfRows() {
        float[] scales = new float[weights.rows()];
        for (int r = 0; r < scales.length; r++) {
            scales[r] = scale(largest(r));
        }
        return scales;
    }

    /// One scale for all rows: what GATHER can look up.
    float[] scaleOfAll() {
        float most = 0;
        for (int r = 0; r < weights.rows(); r++) {
            most = Math.max(most, largest(r));
        }
        return new float[] {scale(most)};
    }

    private float largest(int r) {
        weights.row(r, row);
        float most = 0;
        for (float value : row) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }

    /// Kernels refuse a scale of zero, which a row of zeros would have.
    private static float scale(float largest) {
        return largest == 0 ? 1 : largest / MOST;
    }

    void put(float[] scales, ByteBuffer target) {
        for (int r = 0; r < weights.rows(); r++) {
            weights.row(r, row);
            put(scales[scales.length == 1 ? 0 : r], target);
        }
    }

    /// One row with a scale of its own, which is read only once.
    ///
    /// @return the scale
    float putRow(int r, ByteBuffer target) {
        float scale = scale(largest(r));
        put(scale, target);
        return scale;
    }

    /// The row that was read last.
    private void put(float scale, ByteBuffer target) {
        for (float value : row) {
            target.put((byte) Math.clamp(Math.round(value / scale), -MOST, MOST));
        }
    }
}
