// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.tflite.Tensor;
import java.util.Arrays;

/// Whole numbers into a tensor and real numbers out of it, whatever its elements are. Converters disagree: the same
/// ids are INT32 in one file, INT64 in the next and FLOAT32 in an old one.
final class TensorNumbers {
    private TensorNumbers() {}

    static void put(Tensor tensor, int[] values) {
        switch (tensor.type()) {
            case INT32 -> tensor.putInts(0, values);
            case INT64 ->
                tensor.putLongs(0, Arrays.stream(values).asLongStream().toArray());
            case FLOAT32 -> tensor.putFloats(0, floats(values));
            case BOOL -> tensor.putBooleans(0, booleans(values));
            default ->
                throw new InferenceException(
                        "whole numbers go into tensors of INT32, INT64, FLOAT32 or BOOL, this one is " + tensor.type()
                                + " " + tensor.shape());
        }
    }

    private static float[] floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    private static boolean[] booleans(int[] values) {
        boolean[] booleans = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            booleans[i] = values[i] != 0;
        }
        return booleans;
    }

    static float[] reals(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT16 -> tensor.halves();
            case INT8, UINT8, INT16 -> tensor.reals();
            default -> tensor.floats();
        };
    }
}
