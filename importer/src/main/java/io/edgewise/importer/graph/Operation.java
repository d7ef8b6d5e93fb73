// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.function.ToIntFunction;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.AddOptions;
import org.tensorflow.lite.schema.BatchMatMulOptions;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;
import org.tensorflow.lite.schema.GatherOptions;
import org.tensorflow.lite.schema.GeluOptions;
import org.tensorflow.lite.schema.MulOptions;
import org.tensorflow.lite.schema.ReducerOptions;
import org.tensorflow.lite.schema.ReshapeOptions;
import org.tensorflow.lite.schema.SoftmaxOptions;
import org.tensorflow.lite.schema.SplitOptions;
import org.tensorflow.lite.schema.SquaredDifferenceOptions;
import org.tensorflow.lite.schema.SubOptions;
import org.tensorflow.lite.schema.TransposeOptions;

/// An operator with its options, as a graph asks for it. Immutable.
///
/// Versions are the least that have what is used, as in TensorFlow Lite's `op_version.cc`.
///
/// @param builtin of the schema's `BuiltinOperator`
/// @param optionsType of the schema's union `BuiltinOptions`, 0 for none
/// @param options writes them
record Operation(int builtin, int version, byte optionsType, ToIntFunction<FlatBufferBuilder> options) {
    private static final byte NO_OPTIONS = 0;
    private static final byte NOTHING_FUSED = ActivationFunctionType.NONE;

    /// One that has no options.
    static Operation plain(int builtin, int version) {
        return new Operation(builtin, version, NO_OPTIONS, fb -> 0);
    }

    static Operation add() {
        return new Operation(
                BuiltinOperator.ADD,
                1,
                BuiltinOptions.AddOptions,
                fb -> AddOptions.createAddOptions(fb, NOTHING_FUSED, true));
    }

    static Operation subtract() {
        return new Operation(
                BuiltinOperator.SUB,
                1,
                BuiltinOptions.SubOptions,
                fb -> SubOptions.createSubOptions(fb, NOTHING_FUSED, true));
    }

    static Operation multiply() {
        return new Operation(
                BuiltinOperator.MUL,
                1,
                BuiltinOptions.MulOptions,
                fb -> MulOptions.createMulOptions(fb, NOTHING_FUSED));
    }

    static Operation squaredDifference() {
        return new Operation(BuiltinOperator.SQUARED_DIFFERENCE, 1, BuiltinOptions.SquaredDifferenceOptions, fb -> {
            SquaredDifferenceOptions.startSquaredDifferenceOptions(fb);
            return SquaredDifferenceOptions.endSquaredDifferenceOptions(fb);
        });
    }

    /// Over one dimension, which stays with the size 1.
    static Operation mean() {
        return new Operation(
                BuiltinOperator.MEAN,
                1,
                BuiltinOptions.ReducerOptions,
                fb -> ReducerOptions.createReducerOptions(fb, true));
    }

    static Operation reshape(int... shape) {
        return new Operation(
                BuiltinOperator.RESHAPE,
                1,
                BuiltinOptions.ReshapeOptions,
                fb -> ReshapeOptions.createReshapeOptions(fb, ReshapeOptions.createNewShapeVector(fb, shape)));
    }

    static Operation transpose() {
        return new Operation(BuiltinOperator.TRANSPOSE, 1, BuiltinOptions.TransposeOptions, fb -> {
            TransposeOptions.startTransposeOptions(fb);
            return TransposeOptions.endTransposeOptions(fb);
        });
    }

    static Operation split(int parts) {
        return new Operation(
                BuiltinOperator.SPLIT,
                1,
                BuiltinOptions.SplitOptions,
                fb -> SplitOptions.createSplitOptions(fb, parts));
    }

    static Operation concatenate(int axis) {
        return new Operation(
                BuiltinOperator.CONCATENATION,
                1,
                BuiltinOptions.ConcatenationOptions,
                fb -> ConcatenationOptions.createConcatenationOptions(fb, axis, NOTHING_FUSED));
    }

    /// @param version 2 for int8
    static Operation gather(int version) {
        return new Operation(
                BuiltinOperator.GATHER,
                version,
                BuiltinOptions.GatherOptions,
                fb -> GatherOptions.createGatherOptions(fb, 0, 0));
    }

    /// @param transposed whether the second operand is turned round first
    static Operation product(boolean transposed) {
        return new Operation(
                BuiltinOperator.BATCH_MATMUL,
                1,
                BuiltinOptions.BatchMatMulOptions,
                fb -> BatchMatMulOptions.createBatchMatMulOptions(fb, false, transposed, false));
    }

    /// @param version 5 for float32, 12 for int8, 13 for int4
    static Operation fullyConnected(int version) {
        boolean quantised = version > 5;
        return new Operation(
                BuiltinOperator.FULLY_CONNECTED,
                version,
                BuiltinOptions.FullyConnectedOptions,
                fb -> FullyConnectedOptions.createFullyConnectedOptions(
                        fb, NOTHING_FUSED, FullyConnectedOptionsWeightsFormat.DEFAULT, true, quantised));
    }

    static Operation softmax() {
        return new Operation(
                BuiltinOperator.SOFTMAX,
                1,
                BuiltinOptions.SoftmaxOptions,
                fb -> SoftmaxOptions.createSoftmaxOptions(fb, 1));
    }

    /// @param tangent whether by its approximation with a hyperbolic tangent
    static Operation gelu(boolean tangent) {
        return new Operation(
                BuiltinOperator.GELU, 1, BuiltinOptions.GeluOptions, fb -> GeluOptions.createGeluOptions(fb, tangent));
    }
}
