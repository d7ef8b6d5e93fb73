// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import io.edgewise.inference.tflite.Delegate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a worker is asked to run. Immutable.
///
/// @param library the native TensorFlow Lite library
/// @param model a `.tflite` file
/// @param sha256 its digest: the file may have been replaced since this process mapped it
/// @param signature key of the signature; empty for the graph's own inputs and outputs
/// @param delegates applied in this order
/// @param allowSlow accept int8 matrices outside every delegate, on x86-64 only
/// @param fixedShapes whether each shape needs an interpreter of its own, because the delegate can't follow a
/// resize
public record GraphRequest(
        Path library,
        Path model,
        String sha256,
        Optional<String> signature,
        List<Delegate> delegates,
        boolean allowSlow,
        boolean fixedShapes) {
    public GraphRequest {
        delegates = List.copyOf(delegates);
    }
}
