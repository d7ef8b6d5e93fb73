// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Weights;
import java.util.List;

/// A gain of which the distance from one is stored, as Gemma's are. Confined to one thread.
record PlusOne(Weights source) implements Weights {
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
            target[i] += 1;
        }
    }
}
