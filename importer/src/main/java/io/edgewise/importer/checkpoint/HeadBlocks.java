// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;

/// Queries or keys in blocks of 4 bits, in the order of the transformers library. Confined to one thread.
final class HeadBlocks implements BlockWeights {
    private final BlockWeights stored;
    private final HeadOrder order;

    HeadBlocks(BlockWeights stored, HeadOrder order) {
        this.stored = stored;
        this.order = order;
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
        stored.row(order.stored(row), target);
    }

    @Override
    public void blocks(int row, float[] scales, float[] minimums, byte[] quants) {
        stored.blocks(order.stored(row), scales, minimums, quants);
    }
}
