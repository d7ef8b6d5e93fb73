// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import com.google.flatbuffers.FlatBufferBuilder;
import io.edgewise.importer.architecture.Nonlinearity;
import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.importer.graph.Constants.Constant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.AddOptions;
import org.tensorflow.lite.schema.BatchMatMulOptions;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;
import org.tensorflow.lite.schema.GatherOptions;
import org.tensorflow.lite.schema.GeluOptions;
import org.tensorflow.lite.schema.MulOptions;
import org.tensorflow.lite.schema.ReducerOptions;
import org.tensorflow.lite.schema.ReshapeOptions;
import org.tensorflow.lite.schema.SoftmaxOptions;
import org.tensorflow.lite.schema.SquaredDifferenceOptions;
import org.tensorflow.lite.schema.SubOptions;
import org.tensorflow.lite.schema.TensorType;
import org.tensorflow.lite.schema.TransposeOptions;

/// The operators of an encoder, each as one call. Shapes are those of float32 tensors; -1 stands for a number of
/// tokens or messages. Confined to one graph.
///
/// Versions of operators: the least that has what is used, as in TensorFlow Lite's `op_version.cc`.
final class Nodes {
    private static final byte NO_OPTIONS = 0;
    private static final byte NOTHING_FUSED = ActivationFunctionType.NONE;

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

    private int node(
            int builtin,
            int version,
            byte optionsType,
            ToIntFunction<FlatBufferBuilder> options,
            int[] shape,
            int... operands) {
        return node("", builtin, version, optionsType, options, shape, operands);
    }

    private int node(
            String name,
            int builtin,
            int version,
            byte optionsType,
            ToIntFunction<FlatBufferBuilder> options,
            int[] shape,
            int... operands) {
        int output = file.tensor(name, TensorType.FLOAT32, shape);
        shapes.put(output, shape);
        return file.operator(builtin, version, optionsType, options, output, operands);
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
        ToIntFunction<FlatBufferBuilder> options = fb -> GatherOptions.createGatherOptions(fb, 0, 0);
        if (rows.type() == TensorType.INT8) {
            int found = file.tensor("", TensorType.INT8, rows.scale(), shape);
            file.operator(BuiltinOperator.GATHER, 2, BuiltinOptions.GatherOptions, options, found, rows.tensor(), ids);
            return node(BuiltinOperator.DEQUANTIZE, 2, NO_OPTIONS, fb -> 0, shape, found);
        }
        return node(
                BuiltinOperator.GATHER, 1, BuiltinOptions.GatherOptions, options, shape, unpacked(rows, table), ids);
    }

    /// Halves become float32 once, when the graph is built.
    private int unpacked(Constant constant, Weights source) {
        if (constant.type() != TensorType.FLOAT16) {
            return constant.tensor();
        }
        return unpacked.computeIfAbsent(
                constant.tensor(),
                halves -> node(
                        BuiltinOperator.DEQUANTIZE,
                        3,
                        NO_OPTIONS,
                        fb -> 0,
                        new int[] {source.rows(), source.columns()},
                        halves));
    }

    /// A linear layer.
    int dense(String name, int x, Weights weight, Weights bias) {
        Constant matrix = constants.matrix(weight, precision);
        boolean int8 = matrix.type() == TensorType.INT8;
        int[] shape = shape(x).clone();
        shape[shape.length - 1] = weight.rows();
        return node(
                name,
                BuiltinOperator.FULLY_CONNECTED,
                int8 ? 12 : 5,
                BuiltinOptions.FullyConnectedOptions,
                fb -> FullyConnectedOptions.createFullyConnectedOptions(
                        fb, NOTHING_FUSED, FullyConnectedOptionsWeightsFormat.DEFAULT, true, int8),
                shape,
                x,
                unpacked(matrix, weight),
                constants.floats(bias));
    }

    int add(int a, int b) {
        return node(
                BuiltinOperator.ADD,
                1,
                BuiltinOptions.AddOptions,
                fb -> AddOptions.createAddOptions(fb, NOTHING_FUSED, true),
                shape(a),
                a,
                b);
    }

    private int subtract(int a, int b) {
        return node(
                BuiltinOperator.SUB,
                1,
                BuiltinOptions.SubOptions,
                fb -> SubOptions.createSubOptions(fb, NOTHING_FUSED, true),
                shape(a),
                a,
                b);
    }

    int multiply(int a, int b) {
        return node(
                BuiltinOperator.MUL,
                1,
                BuiltinOptions.MulOptions,
                fb -> MulOptions.createMulOptions(fb, NOTHING_FUSED),
                shape(a),
                a,
                b);
    }

    int multiply(int a, float factor) {
        return multiply(a, constants.number(factor));
    }

    int squaredDifference(int a, int b, int... shape) {
        return node(
                BuiltinOperator.SQUARED_DIFFERENCE,
                1,
                BuiltinOptions.SquaredDifferenceOptions,
                fb -> {
                    SquaredDifferenceOptions.startSquaredDifferenceOptions(fb);
                    return SquaredDifferenceOptions.endSquaredDifferenceOptions(fb);
                },
                shape,
                a,
                b);
    }

    /// @param shape at most one -1, which takes what is left
    int reshape(int x, int... shape) {
        return node(
                BuiltinOperator.RESHAPE,
                1,
                BuiltinOptions.ReshapeOptions,
                fb -> ReshapeOptions.createReshapeOptions(fb, ReshapeOptions.createNewShapeVector(fb, shape)),
                shape,
                x,
                constants.ints(shape));
    }

    int transpose(int x, int... order) {
        int[] from = shape(x);
        return node(
                BuiltinOperator.TRANSPOSE,
                1,
                BuiltinOptions.TransposeOptions,
                fb -> {
                    TransposeOptions.startTransposeOptions(fb);
                    return TransposeOptions.endTransposeOptions(fb);
                },
                Arrays.stream(order).map(axis -> from[axis]).toArray(),
                x,
                constants.ints(order));
    }

    /// @param transposed whether `b` is turned round first
    int product(String name, int a, int b, boolean transposed, int... shape) {
        return node(
                name,
                BuiltinOperator.BATCH_MATMUL,
                1,
                BuiltinOptions.BatchMatMulOptions,
                fb -> BatchMatMulOptions.createBatchMatMulOptions(fb, false, transposed, false),
                shape,
                a,
                b);
    }

    int softmax(int x) {
        return node(
                BuiltinOperator.SOFTMAX,
                1,
                BuiltinOptions.SoftmaxOptions,
                fb -> SoftmaxOptions.createSoftmaxOptions(fb, 1),
                shape(x),
                x);
    }

    int activate(int x, Nonlinearity activation) {
        return switch (activation) {
            case GELU, GELU_TANH ->
                node(
                        BuiltinOperator.GELU,
                        1,
                        BuiltinOptions.GeluOptions,
                        fb -> GeluOptions.createGeluOptions(fb, activation == Nonlinearity.GELU_TANH),
                        shape(x),
                        x);
            case RELU -> node(BuiltinOperator.RELU, 1, NO_OPTIONS, fb -> 0, shape(x), x);
            case TANH -> node(BuiltinOperator.TANH, 1, NO_OPTIONS, fb -> 0, shape(x), x);
        };
    }

    /// A layer normalisation over the last dimension of [1, T, width].
    int normalize(int x, Weights scale, Weights shift, double epsilon) {
        int mean = mean(x);
        int variance = mean(squaredDifference(x, mean, shape(x)));
        int spread = add(variance, constants.number((float) epsilon));
        int inverse = node(BuiltinOperator.RSQRT, 1, NO_OPTIONS, fb -> 0, shape(spread), spread);
        int normal = multiply(subtract(x, mean), inverse);
        return add(multiply(normal, constants.floats(scale)), constants.floats(shift));
    }

    private int mean(int x) {
        int[] shape = shape(x).clone();
        shape[shape.length - 1] = 1;
        return node(
                BuiltinOperator.MEAN,
                1,
                BuiltinOptions.ReducerOptions,
                fb -> ReducerOptions.createReducerOptions(fb, true),
                shape,
                x,
                constants.ints(shape.length - 1));
    }
}
