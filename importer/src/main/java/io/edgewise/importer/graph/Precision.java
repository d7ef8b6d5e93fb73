// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

/// How a graph keeps its matrices. What is small or delicate, as biases, normalisations and positions, is float32
/// in any case.
public enum Precision {
    /// As they are computed with.
    FP32(4),
    /// Half the bytes on disk; the arithmetic is float32.
    FP16(2),
    /// One byte, with a scale for each row; activations are quantised on the way, for each token.
    INT8(1);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of a number in a matrix.
    public int bytes() {
        return bytes;
    }
}
