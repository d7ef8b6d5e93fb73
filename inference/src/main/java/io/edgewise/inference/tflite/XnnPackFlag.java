// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.Set;

/// What XNNPACK can be told to do otherwise. Source: TensorFlow 2.21, `delegates/xnnpack/xnnpack_delegate.h`.
public enum XnnPackFlag {
    /// Computes in float16 where the processor can; answers differ in the third digit.
    FORCE_FP16(0x4),
    /// Takes FULLY_CONNECTED whose weights come from another operator.
    DYNAMIC_FULLY_CONNECTED(0x8),
    /// Takes operators on variables.
    VARIABLE_OPERATORS(0x10),
    /// Makes the tables of convolutions anew at each run: less memory, more time.
    TRANSIENT_INDIRECTION_BUFFER(0x20),
    /// Takes operators that its authors still call new.
    LATEST_OPERATORS(0x40),
    /// The same bits on every processor, at the price of time.
    SLOW_CONSISTENT_ARITHMETIC(0x200),
    /// Lets a resize undo the delegate and apply it again, as releases before 2.17 did: 60 to 200 times slower.
    DISABLE_SUBGRAPH_RESHAPING(0x400),
    /// Leaves matrices with int8 weights and float inputs to TFLite's own kernels.
    DISABLE_DYNAMICALLY_QUANTIZED_OPS(0x800);

    /// QS8 and QU8: without them XNNPACK leaves every int8 matrix to TFLite's own kernels.
    private static final int QUANTIZED = 0x1 | 0x2;

    private final int bit;

    XnnPackFlag(int bit) {
        this.bit = bit;
    }

    static int bits(Set<XnnPackFlag> flags) {
        return flags.stream().mapToInt(flag -> flag.bit).reduce(QUANTIZED, (a, b) -> a | b);
    }
}
