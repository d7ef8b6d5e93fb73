// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.checkpoint.Weights;
import java.util.List;

/// Weights times a factor. Confined to one thread.
record Scaled(Weights source, float factor) implements Weights {
    @Override
    public String name() {
        return source.name();
    }

    @Override
    public List<Integer> shape() {
        return source.shape();
    }

    @Override
    public void row(int row, float[] target) {
        source.row(row, target);
        for (int i = 0; i < target.length; i++) {
            target[i] *= factor;
        }
    }
}
