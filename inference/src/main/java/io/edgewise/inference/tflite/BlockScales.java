// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.Arrays;

/// Checks tensors whose elements have a scale for each block of a row: the scales are a tensor of their own,
/// and XNNPACK reads as many of them as the weights have blocks, without a look at how many there are.
/// Immutable; one for each graph.
///
/// Source: TensorFlow 2.21 `compiler/mlir/lite/schema/schema.fbs`, "BlockwiseQuantization" (field numbers);
/// `delegates/xnnpack/xnnpack_delegate.cc`.
final class BlockScales {
    /// The table's number in the union `QuantizationDetails`.
    static final int QUANTIZATION_DETAILS = 2;

    private static final int TENSOR_SHAPE = 0;
    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_QUANTIZATION = 4;
    private static final int DETAILS_TYPE = 4;
    private static final int DETAILS = 5;
    private static final int SCALES = 0;
    private static final int ZERO_POINTS = 1;
    private static final int BLOCK_SIZE = 2;
    private static final int FLOAT16 = 1;

    private final FlatBuffer file;
    private final long[] tensors;

    /// @param tensors of the graph
    BlockScales(FlatBuffer file, long... tensors) {
        this.file = file;
        this.tensors = tensors.clone();
    }

    /// What is wrong with a tensor, as the end of a sentence, or an empty text.
    ///
    /// @param filled which tensors have content
    String fault(long tensor, boolean... filled) {
        long quantization = file.field(tensor, TENSOR_QUANTIZATION);
        if (quantization == 0) {
            return "";
        }
        long parameters = file.follow(quantization);
        long details = file.field(parameters, DETAILS);
        boolean byBlocks = file.unsignedByte(parameters, DETAILS_TYPE) == QUANTIZATION_DETAILS && details != 0;
        return byBlocks ? fault(file.follow(details), file.int32s(tensor, TENSOR_SHAPE), filled) : "";
    }

    private String fault(long details, int[] shape, boolean... filled) {
        int scales = file.int32(details, SCALES);
        int block = file.int32(details, BLOCK_SIZE);
        int zeros = file.int32(details, ZERO_POINTS);
        if (scales < 0 || scales >= tensors.length || zeros < -1 || zeros >= tensors.length) {
            return "has its block scales in tensor " + scales + " and their zeros in tensor " + zeros + " of "
                    + tensors.length;
        }
        if (shape.length != 2 || block < 1 || shape[1] % block != 0) {
            return Arrays.toString(shape) + " has scales for blocks of " + block + ", which don't divide its rows";
        }
        long wanted = (long) shape[0] * (shape[1] / block);
        int[] there = file.int32s(tensors[scales], TENSOR_SHAPE);
        boolean halves = file.unsignedByte(tensors[scales], TENSOR_TYPE) == FLOAT16 && filled[scales];
        return halves && wanted == Arrays.stream(there).asLongStream().reduce(1, (a, b) -> a * b)
                ? ""
                : "has its block scales in tensor " + scales + " " + Arrays.toString(there) + ", expected " + wanted
                        + " constants of FLOAT16";
    }
}
