// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.NamedWeights;
import io.edgewise.importer.checkpoint.Weights;
import java.util.List;
import java.util.Optional;

/// Takes linear layers and normalisations out of a checkpoint by their names. What is missing is noted as a
/// problem, and a stand-in that can't be read takes its place, so that all that is missing is told together;
/// whoever started must not use the result then. Confined to one thread.
final class DecoderSource {
    private final NamedWeights checkpoint;
    private final String prefix;

    /// @param prefix of all names, as `model.`; may be empty
    DecoderSource(NamedWeights checkpoint, String prefix) {
        this.checkpoint = checkpoint;
        this.prefix = prefix;
    }

    /// The same with all names below another one.
    DecoderSource under(String name) {
        return new DecoderSource(checkpoint, prefix + name);
    }

    /// The whole checkpoint: heads have no prefix.
    DecoderSource whole() {
        return new DecoderSource(checkpoint, "");
    }

    boolean has(String name) {
        return checkpoint.has(prefix + name);
    }

    Weights weights(String name, Integer... shape) {
        return checkpoint.require(prefix + name, shape).orElseGet(() -> new Missing(prefix + name, List.of(shape)));
    }

    Linear linear(String name, int out, int in, boolean biased) {
        return new Linear(
                weights(name + ".weight", out, in),
                biased ? Optional.of(weights(name + ".bias", out)) : Optional.empty());
    }

    /// By the root of the mean square.
    Normalization rootMeanSquare(String name, int width) {
        return new Normalization(weights(name + ".weight", width), Optional.empty());
    }

    Normalization layerNorm(String name, int width) {
        return new Normalization(weights(name + ".weight", width), Optional.of(weights(name + ".bias", width)));
    }

    private record Missing(String name, List<Integer> shape) implements Weights {
        @Override
        public void row(int row, float[] target) {
            throw new IllegalStateException(name + " is missing");
        }
    }
}
