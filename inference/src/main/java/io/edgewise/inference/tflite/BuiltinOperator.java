// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The builtin operators that occur in text models: their names, for plans that people read, and how many inputs
/// each needs, which not every kernel of TFLite asks before it reads them. Source: TensorFlow 2.21,
/// `TfLiteBuiltinOperator` in `builtin_ops.h`, and the kernels' `Prepare` functions.
enum BuiltinOperator {
    ADD(0, 2),
    CONCATENATION(2, 1),
    CONV_2D(3, 2, true),
    DEQUANTIZE(6, 1),
    EMBEDDING_LOOKUP(7, 2),
    FULLY_CONNECTED(9, 2, true),
    L2_NORMALIZATION(11, 1),
    LOGISTIC(14, 1),
    MUL(18, 2),
    RELU(19, 1),
    RESHAPE(22, 1),
    SOFTMAX(25, 1),
    TANH(28, 1),
    GATHER(36, 2),
    TRANSPOSE(39, 2),
    MEAN(40, 2),
    SUB(41, 2),
    DIV(42, 2),
    SQUEEZE(43, 1),
    STRIDED_SLICE(45, 4),
    SPLIT(49, 2),
    CAST(53, 1),
    MAXIMUM(55, 2),
    MINIMUM(57, 2),
    GREATER(61, 2),
    SLICE(65, 3),
    SIN(66, 1),
    EXPAND_DIMS(70, 2),
    EQUAL(71, 2),
    NOT_EQUAL(72, 2),
    SUM(74, 2),
    RSQRT(76, 1),
    SHAPE(77, 1),
    POW(78, 2),
    PACK(83, 1),
    ONE_HOT(85, 4),
    UNPACK(88, 1),
    SQUARE(92, 1),
    FILL(94, 2),
    SQUARED_DIFFERENCE(99, 2),
    COS(108, 1),
    QUANTIZE(114, 1),
    SELECT_V2(123, 3),
    BATCH_MATMUL(126, 2),
    BROADCAST_TO(130, 2),
    GELU(150, 1);

    private static final Map<Integer, BuiltinOperator> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(o -> o.code, Function.identity()));

    private final int code;
    private final int neededInputs;
    private final boolean bias;

    BuiltinOperator(int code, int neededInputs) {
        this(code, neededInputs, false);
    }

    BuiltinOperator(int code, int neededInputs, boolean bias) {
        this.code = code;
        this.neededInputs = neededInputs;
        this.bias = bias;
    }

    /// Its number in the C API and in model files.
    int code() {
        return code;
    }

    /// How many inputs there must be.
    int neededInputs() {
        return neededInputs;
    }

    /// Whether an input may be left out although it has a place: only a bias may.
    boolean mayLeaveOut(int input) {
        return bias && input == neededInputs;
    }

    /// The operator with this code, if it is one of these.
    static Optional<BuiltinOperator> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /// Its name, or its number.
    static String name(int code) {
        return of(code).map(BuiltinOperator::name).orElse("OP_" + code);
    }
}
