// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Weights of which only the shapes are there: every tensor that is asked for, as it is asked for. For arithmetic on
/// a model of which nobody has more than its `config.json`. Thread-safe.
public final class SupposedWeights implements NamedWeights {
    @Override
    public boolean has(String name) {
        return true;
    }

    @Override
    public Optional<Weights> require(String name, Integer... shape) {
        return Optional.of(new Supposed(name, List.of(shape)));
    }

    @Override
    public void leaveOut(String prefix) {
        // There is nothing else.
    }

    @Override
    public Set<String> unused() {
        return Set.of();
    }

    private record Supposed(String name, List<Integer> shape) implements Weights {
        @Override
        public void row(int row, float[] target) {
            throw new IllegalStateException(name + " is only supposed: it has no numbers");
        }
    }
}
