// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;

/// Queries or keys, or a bias of theirs, in the order of the transformers library. Confined to one thread.
final class HeadRows implements Weights {
    private final Weights stored;
    private final HeadOrder order;

    private HeadRows(Weights stored, HeadOrder order) {
        this.stored = stored;
        this.order = order;
    }

    static Weights of(Weights stored, HeadOrder order) {
        return stored instanceof BlockWeights blocks ? new HeadBlocks(blocks, order) : new HeadRows(stored, order);
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
        if (shape().size() > 1) {
            stored.row(order.stored(row), target);
            return;
        }
        stored.row(row, target);
        float[] kept = target.clone();
        for (int i = 0; i < kept.length; i++) {
            target[i] = kept[order.stored(i)];
        }
    }
}
