// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.wrap.Findings;
import java.util.Optional;

/// The rotations of Llama 3.1 and later, which are slower for slow frequencies, so that the context is longer.
/// A GGUF file says by how much for each frequency, `config.json` says the rule. Immutable.
///
/// Source: `generate_extra_tensors` in `conversion/llama.py` of ggml-org/llama.cpp.
///
/// @param factor by which the slowest frequencies are slower
record Llama3Scaling(double factor) {
    /// The tensor that says it.
    static final String TENSOR = "rope_freqs.weight";

    static final double LOW = 1;
    static final double HIGH = 4;
    static final int CONTEXT = 8192;

    private static final double TOLERANCE = 1e-3;
    private static final int MOST_BYTES = 1 << 16;

    /// The rule behind the tensor, if the file has one. One with another rule becomes a problem.
    ///
    /// @param base of the frequencies
    static Optional<Llama3Scaling> of(GgufFile file, double base, Findings findings) {
        StoredTensor tensor = file.tensors().get(TENSOR);
        if (tensor == null) {
            return Optional.empty();
        }
        if (!tensor.dtype().equals("F32") || tensor.shape().size() != 1 || tensor.bytes() > MOST_BYTES) {
            findings.problem("tensor " + TENSOR + " is " + tensor.dtype() + " " + tensor.shape()
                    + ", expected a list of numbers of type F32");
            return Optional.empty();
        }
        float[] given = new float[tensor.shape().getFirst()];
        file.weights(tensor).row(0, given);
        Llama3Scaling scaling = new Llama3Scaling(given[given.length - 1]);
        for (int i = 0; i < given.length; i++) {
            double expected = scaling.of(Math.pow(base, (double) i / given.length));
            if (Math.abs(given[i] - expected) > TOLERANCE * expected) {
                findings.problem("tensor " + TENSOR + " has at " + i + " the number " + given[i] + ", by the rule of"
                        + " Llama 3 it would be " + expected + ": other rules are not known");
                return Optional.empty();
            }
        }
        return scaling.factor() == 1 ? Optional.empty() : Optional.of(scaling);
    }

    /// By how much a frequency is slower.
    ///
    /// @param slowness one divided by the frequency
    private double of(double slowness) {
        double length = 2 * Math.PI * slowness;
        if (length < CONTEXT / HIGH) {
            return 1;
        }
        if (length > CONTEXT / LOW) {
            return factor;
        }
        double smooth = (CONTEXT / length - LOW) / (HIGH - LOW);
        return 1 / ((1 - smooth) / factor + smooth);
    }
}
