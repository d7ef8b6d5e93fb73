// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.shape;

import io.edgewise.importer.checkpoint.NamedWeights;
import io.edgewise.importer.checkpoint.SupposedWeights;
import io.edgewise.importer.checkpoint.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Notes which tensors a reader of checkpoints asks for. Confined to one thread.
final class RecordedShapes implements NamedWeights {
    private final NamedWeights supposed = new SupposedWeights();
    private final Map<String, List<Integer>> shapes = new LinkedHashMap<>();

    /// By name, in the order in which they were asked for.
    Map<String, List<Integer>> shapes() {
        return shapes;
    }

    @Override
    public boolean has(String name) {
        return supposed.has(name);
    }

    @Override
    public Optional<Weights> require(String name, Integer... shape) {
        shapes.put(name, List.of(shape));
        return supposed.require(name, shape);
    }

    @Override
    public void leaveOut(String prefix) {
        supposed.leaveOut(prefix);
    }

    @Override
    public Set<String> unused() {
        return supposed.unused();
    }
}
