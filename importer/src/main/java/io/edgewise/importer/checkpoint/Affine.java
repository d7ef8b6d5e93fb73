// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;

/// Weights of which each is multiplied with a factor, and then moved. Confined to one thread.
record Affine(Weights source, float factor, float shift) implements Weights {
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
            target[i] = target[i] * factor + shift;
        }
    }
}
