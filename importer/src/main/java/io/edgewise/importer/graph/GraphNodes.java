// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.architecture.Nonlinearity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.TensorType;

/// The operators that encoders and decoders have in common, each as one call. Confined to one graph.
abstract sealed class GraphNodes permits EncoderNodes, DecoderNodes {
    final GraphFile file;
    final SmallConstants small;
    /// Of float32 tensors that are computed, and of inputs.
    final Map<Integer, int[]> shapes = new HashMap<>();

    GraphNodes(GraphFile file) {
        this.file = file;
        this.small = new SmallConstants(file);
    }

    final int node(Operation operation, int[] shape, int... operands) {
        return node("", operation, shape, operands);
    }

    final int node(String name, Operation operation, int[] shape, int... operands) {
        int output = result(name, shape);
        file.operator(operation, new int[] {output}, operands);
        return output;
    }

    final int result(String name, int... shape) {
        int output = file.tensor(name, TensorType.FLOAT32, shape);
        shapes.put(output, shape);
        return output;
    }

    /// The caller's own.
    final int[] shape(int tensor) {
        int[] shape = shapes.get(tensor);
        if (shape == null) {
            throw new IllegalStateException("tensor " + tensor + " is none of this graph");
        }
        return shape.clone();
    }

    abstract int add(int a, int b);

    abstract int multiply(int a, int b);

    final int multiply(int a, float factor) {
        return multiply(a, small.number(factor));
    }

    final int transpose(String name, int x, int... order) {
        int[] from = shape(x);
        int[] shape = Arrays.stream(order).map(axis -> from[axis]).toArray();
        return node(name, Operation.transpose(), shape, x, small.ints(order));
    }

    final int softmax(int x) {
        return node(Operation.softmax(), shape(x), x);
    }

    final int activate(int x, Nonlinearity activation) {
        return switch (activation) {
            case GELU, GELU_TANH -> node(Operation.gelu(activation == Nonlinearity.GELU_TANH), shape(x), x);
            case RELU -> plain(BuiltinOperator.RELU, x);
            case TANH -> plain(BuiltinOperator.TANH, x);
            case SILU -> multiply(x, plain(BuiltinOperator.LOGISTIC, x));
        };
    }

    final int plain(int builtin, int x) {
        return node(Operation.plain(builtin, 1), shape(x), x);
    }

    /// Over the last dimension: with a mean of 0 and a variance of 1.
    final int normal(int x, double epsilon) {
        int mean = mean(x);
        int variance = mean(node(Operation.squaredDifference(), shape(x), x, mean));
        int centred = node(Operation.subtract(), shape(x), x, mean);
        return multiply(centred, inverse(variance, epsilon));
    }

    /// Of the root of a square.
    final int inverse(int square, double epsilon) {
        return plain(BuiltinOperator.RSQRT, add(square, small.number((float) epsilon)));
    }

    final int mean(int x) {
        int[] shape = shape(x);
        shape[shape.length - 1] = 1;
        return node(Operation.mean(), shape, x, small.ints(shape.length - 1));
    }
}
