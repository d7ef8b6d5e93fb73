// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.List;

/// How an interpreter is built. Immutable.
///
/// @param delegates applied in this order; the first picks first
/// @param threads threads of TFLite's own kernels
/// @param allowSlow accept int8 matrices outside every delegate; only on x86-64, where they are slow but safe
public record InterpreterOptions(List<Delegate> delegates, int threads, boolean allowSlow) {
    public InterpreterOptions {
        delegates = List.copyOf(delegates);
        if (threads < 1) {
            throw new IllegalArgumentException("interpreter threads: expected at least 1, got " + threads);
        }
    }

    /// XNNPACK on the calling thread: what to use unless a measurement says otherwise.
    public static InterpreterOptions cpu() {
        return with(new Delegate.XnnPack(1));
    }

    /// One delegate on the calling thread.
    public static InterpreterOptions with(Delegate delegate) {
        return new InterpreterOptions(List.of(delegate), 1, false);
    }
}
