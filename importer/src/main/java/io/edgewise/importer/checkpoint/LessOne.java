// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;

/// Gains of a normalisation, each less 1: llama.cpp keeps what Gemma multiplies with, the transformers library
/// what is added to 1 first. Confined to one thread.
final class LessOne implements Weights {
    private final Weights stored;

    LessOne(Weights stored) {
        this.stored = stored;
    }

    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public List<Integer> shape() {
        return stored.shape();
    }

    @Override
    public void row(int row, float[] target) {
        stored.row(row, target);
        for (int i = 0; i < target.length; i++) {
            target[i] -= 1;
        }
    }
}
