// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Checkpoint;
import io.edgewise.importer.checkpoint.Weights;
import java.util.List;

/// Takes linear layers and normalisations out of a checkpoint by their names. What is missing is noted as a
/// problem, and zeros stand in, so that all that is missing is told together; whoever started must not use the
/// result then. Confined to one thread.
final class WeightSource {
    private final Checkpoint checkpoint;
    private final String prefix;

    /// @param prefix of all names, as `bert.`; may be empty
    WeightSource(Checkpoint checkpoint, String prefix) {
        this.checkpoint = checkpoint;
        this.prefix = prefix;
    }

    /// The same checkpoint under another prefix.
    WeightSource under(String other) {
        return new WeightSource(checkpoint, other);
    }

    boolean has(String name) {
        return checkpoint.has(prefix + name);
    }

    Weights weights(String name, Integer... shape) {
        return checkpoint.require(prefix + name, shape).orElseGet(() -> new Missing(prefix + name, List.of(shape)));
    }

    Dense dense(String name, int out, int in) {
        return new Dense(weights(name + ".weight", out, in), weights(name + ".bias", out));
    }

    Norm norm(String name, int width) {
        return new Norm(weights(name + ".weight", width), weights(name + ".bias", width));
    }

    private record Missing(String name, List<Integer> shape) implements Weights {
        @Override
        public void row(int row, float[] target) {
            throw new IllegalStateException(name + " is missing");
        }
    }
}
