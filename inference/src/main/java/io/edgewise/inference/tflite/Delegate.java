// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

/// The description of a delegate: what to run the graph on. The interpreter creates and owns the native object.
/// Immutable.
public sealed interface Delegate permits Delegate.XnnPack {
    /// The name in plans, receipts and configuration.
    String label();

    /// XNNPACK, the optimised CPU kernels inside the library.
    ///
    /// @param threads threads of its pool; 1 is the fastest for short texts, with one interpreter per core
    record XnnPack(int threads) implements Delegate {
        public XnnPack {
            if (threads < 1) {
                throw new IllegalArgumentException("XNNPACK threads: expected at least 1, got " + threads);
            }
        }

        @Override
        public String label() {
            return "xnnpack";
        }
    }
}
