// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;

/// Builds an encoder for the calling thread.
@FunctionalInterface
public interface EncoderFactory {
    /// @throws io.edgewise.inference.DelegateException when the candidate can't run the model
    /// @throws io.edgewise.inference.UnsupportedModelException when no candidate can
    Encoder build(Candidate candidate);

    /// Encoders of one bundle.
    ///
    /// @param allowSlow accept int8 matrices outside every delegate, on x86-64 only
    static EncoderFactory of(Bundle bundle, Model model, boolean allowSlow) {
        return candidate -> switch (candidate) {
            case Candidate.InProcess inProcess ->
                Encoder.open(bundle.descriptor(), model, new InterpreterOptions(inProcess.delegates(), 1, allowSlow));
        };
    }
}
