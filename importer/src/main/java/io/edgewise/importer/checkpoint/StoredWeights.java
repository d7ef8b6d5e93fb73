// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;

/// Weights in a file, of any type that is read. Confined to one thread.
sealed class StoredWeights implements Weights permits StoredBlocks {
    final ElementType type;
    final RowsAhead rows;
    private final StoredTensor tensor;

    /// @param tensor of one or two dimensions
    StoredWeights(FileBytes file, StoredTensor tensor, ElementType type) {
        this.tensor = tensor;
        this.type = type;
        this.rows = new RowsAhead(file, tensor, rows(), Math.toIntExact(type.bytes(columns())));
    }

    @Override
    public final String name() {
        return tensor.name();
    }

    @Override
    public final List<Integer> shape() {
        return tensor.shape();
    }

    @Override
    public final void row(int row, float[] target) {
        int at = rows.find(row);
        type.read(rows.block(), at, target);
        rows.requireFinite(row, target);
    }
}
