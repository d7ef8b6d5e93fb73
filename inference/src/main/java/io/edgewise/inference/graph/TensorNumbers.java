// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.tflite.Tensor;
import io.edgewise.inference.tflite.TensorSpec;
import io.edgewise.inference.tflite.TensorType;
import java.util.Arrays;

/// Whole numbers into a tensor and real numbers out of it, whatever its elements are. Converters disagree: the same
/// ids are INT32 in one file, INT64 in the next and FLOAT32 in an old one.
public final class TensorNumbers {
    private TensorNumbers() {}

    /// Whether [Graph#putInts] fills inputs of this type.
    public static boolean takesIntegers(TensorType type) {
        return switch (type) {
            case INT32, INT64, FLOAT32, BOOL -> true;
            default -> false;
        };
    }

    /// Whether [Graph#floats] reads this output.
    public static boolean givesReals(TensorSpec output) {
        return switch (output.type()) {
            case FLOAT32, FLOAT16 -> true;
            case INT8, UINT8, INT16 -> output.quantization().isPresent();
            default -> false;
        };
    }

    static void put(Tensor tensor, int[] values) {
        requireAll(tensor, values.length);
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

    static void put(Tensor tensor, float[] values) {
        requireAll(tensor, values.length);
        tensor.putFloats(0, values);
    }

    /// What is not filled would keep the numbers of the pass before.
    private static void requireAll(Tensor tensor, int values) {
        if (values != tensor.shape().elements()) {
            throw new IndexOutOfBoundsException("the tensor is " + tensor.shape() + " and has "
                    + tensor.shape().elements() + " elements, got " + values);
        }
    }

    /// The same numbers, as inputs of FLOAT32 hold them.
    public static float[] floats(int[] values) {
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
