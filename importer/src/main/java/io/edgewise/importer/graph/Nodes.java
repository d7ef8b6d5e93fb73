// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.architecture.Nonlinearity;
import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.importer.graph.Constants.Constant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.TensorType;

/// The operators of an encoder, each as one call. Shapes are those of float32 tensors; -1 stands for a number
/// of tokens or messages. Confined to one graph.
final class Nodes {
    private final GraphFile file;
    private final Constants constants;
    private final Precision precision;
    private final Map<Integer, int[]> shapes = new HashMap<>();
    private final Map<Integer, Integer> unpacked = new HashMap<>();

    Nodes(GraphFile file, Constants constants, Precision precision) {
        this.file = file;
        this.constants = constants;
        this.precision = precision;
    }

    int input(String name, byte type, int... shape) {
        int tensor = file.tensor(name, type, shape);
        shapes.put(tensor, shape);
        file.input(name, tensor);
        return tensor;
    }

    private int node(Operation operation, int[] shape, int... operands) {
        return node("", operation, shape, operands);
    }

    private int node(String name, Operation operation, int[] shape, int... operands) {
        int output = file.tensor(name, TensorType.FLOAT32, shape);
        shapes.put(output, shape);
        file.operator(operation, new int[] {output}, operands);
        return output;
    }

    private int[] shape(int tensor) {
        int[] shape = shapes.get(tensor);
        if (shape == null) {
            throw new IllegalStateException("tensor " + tensor + " is none of this graph");
        }
        return shape;
    }

    /// Rows of a table, float32.
    int lookUp(Weights table, Precision kept, int ids) {
        Constant rows = constants.table(table, kept);
        int[] shape = {1, -1, table.columns()};
        if (rows.type() == TensorType.INT8) {
            int found = file.tensor("", TensorType.INT8, rows.scale(), shape);
            file.operator(Operation.gather(2), new int[] {found}, rows.tensor(), ids);
            return node(Operation.plain(BuiltinOperator.DEQUANTIZE, 2), shape, found);
        }
        return node(Operation.gather(1), shape, unpacked(rows, table), ids);
    }

    /// Halves become float32 once, when the graph is built.
    private int unpacked(Constant constant, Weights source) {
        if (constant.type() != TensorType.FLOAT16) {
            return constant.tensor();
        }
        return unpacked.computeIfAbsent(
                constant.tensor(),
                halves -> node(
                        Operation.plain(BuiltinOperator.DEQUANTIZE, 3),
                        new int[] {source.rows(), source.columns()},
                        halves));
    }

    /// A linear layer.
    int dense(String name, int x, Weights weight, Weights bias) {
        Constant matrix = constants.matrix(weight, precision);
        int[] shape = shape(x).clone();
        shape[shape.length - 1] = weight.rows();
        return node(
                name,
                Operation.fullyConnected(matrix.type() == TensorType.INT8 ? 12 : 5),
                shape,
                x,
                unpacked(matrix, weight),
                constants.floats(bias));
    }

    int add(int a, int b) {
        return node(Operation.add(), shape(a), a, b);
    }

    private int subtract(int a, int b) {
        return node(Operation.subtract(), shape(a), a, b);
    }

    int multiply(int a, int b) {
        return node(Operation.multiply(), shape(a), a, b);
    }

    int multiply(int a, float factor) {
        return multiply(a, constants.number(factor));
    }

    int squaredDifference(int a, int b, int... shape) {
        return node(Operation.squaredDifference(), shape, a, b);
    }

    /// @param shape at most one -1, which takes what is left
    int reshape(int x, int... shape) {
        return node(Operation.reshape(shape), shape, x, constants.ints(shape));
    }

    int transpose(int x, int... order) {
        int[] from = shape(x);
        return node(
                Operation.transpose(),
                Arrays.stream(order).map(axis -> from[axis]).toArray(),
                x,
                constants.ints(order));
    }

    /// @param transposed whether `b` is turned round first
    int product(String name, int a, int b, boolean transposed, int... shape) {
        return node(name, Operation.product(transposed), shape, a, b);
    }

    int softmax(int x) {
        return node(Operation.softmax(), shape(x), x);
    }

    int activate(int x, Nonlinearity activation) {
        return switch (activation) {
            case GELU, GELU_TANH -> node(Operation.gelu(activation == Nonlinearity.GELU_TANH), shape(x), x);
            case RELU -> plain(BuiltinOperator.RELU, x);
            case TANH -> plain(BuiltinOperator.TANH, x);
            case SILU -> multiply(x, plain(BuiltinOperator.LOGISTIC, x));
        };
    }

    private int plain(int builtin, int x) {
        return node(Operation.plain(builtin, 1), shape(x), x);
    }

    /// A layer normalisation over the last dimension of [1, T, width].
    int normalize(int x, Weights scale, Weights shift, double epsilon) {
        int mean = mean(x);
        int variance = mean(squaredDifference(x, mean, shape(x)));
        int spread = add(variance, constants.number((float) epsilon));
        int inverse = plain(BuiltinOperator.RSQRT, spread);
        int normal = multiply(subtract(x, mean), inverse);
        return add(multiply(normal, constants.floats(scale)), constants.floats(shift));
    }

    private int mean(int x) {
        int[] shape = shape(x).clone();
        shape[shape.length - 1] = 1;
        return node(Operation.mean(), shape, x, constants.ints(shape.length - 1));
    }
}
