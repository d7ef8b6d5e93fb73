// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.tflite.Delegate;
import java.util.List;
import java.util.Optional;

/// A way to run a model that a plan may choose. Immutable.
///
/// Sealed, so that whoever builds an encoder decides for each kind.
public sealed interface Candidate {
    /// The name in configuration and receipts.
    String name();

    /// A delegate inside this process, or TensorFlow Lite's own kernels.
    ///
    /// @param delegate empty for TensorFlow Lite's own kernels
    record InProcess(String name, Optional<Delegate.XnnPack> delegate) implements Candidate {
        List<Delegate> delegates() {
            return List.copyOf(delegate.stream().toList());
        }
    }

    /// A vendor's delegate in a worker process, with XNNPACK for what it leaves.
    record Vendor(VendorDelegate delegate) implements Candidate {
        @Override
        public String name() {
            return delegate.name();
        }
    }
}
