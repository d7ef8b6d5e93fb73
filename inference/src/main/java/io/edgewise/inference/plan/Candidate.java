// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.tflite.Delegate;
import java.util.List;
import java.util.Optional;

/// A way to run a model that a plan may choose. Immutable.
///
/// Sealed, so that whoever builds an encoder decides for each kind: a delegate in a worker process will be a second
/// one.
public sealed interface Candidate permits Candidate.InProcess {
    /// The name in configuration and receipts.
    String name();

    /// A delegate inside this process, or TensorFlow Lite's own kernels.
    ///
    /// @param delegate empty for TensorFlow Lite's own kernels
    record InProcess(String name, Optional<Delegate> delegate) implements Candidate {
        List<Delegate> delegates() {
            return delegate.stream().toList();
        }
    }
}
