// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.lite.schema.TensorType;

/// The sizes, axes and single numbers of a graph, each stored once however often it is used. Confined to one
/// graph.
final class SmallConstants {
    private static final float[] NO_SCALES = {};
    private static final int[] SCALAR = {};

    private final GraphFile file;
    private final Map<String, Integer> tensors = new HashMap<>();

    SmallConstants(GraphFile file) {
        this.file = file;
    }

    /// Sizes and axes.
    int ints(int... values) {
        return tensors.computeIfAbsent(Arrays.toString(values), key -> file.ints(values));
    }

    /// One axis, as an operator wants it that takes no list.
    int axis(int value) {
        return tensors.computeIfAbsent(
                "axis " + value,
                key -> file.weights(
                        "", TensorType.INT32, Integer.BYTES, NO_SCALES, target -> target.putInt(value), SCALAR));
    }

    /// One number.
    int number(float value) {
        return tensors.computeIfAbsent(
                "float " + value,
                key -> file.weights(
                        "", TensorType.FLOAT32, Float.BYTES, NO_SCALES, target -> target.putFloat(value), 1));
    }
}
