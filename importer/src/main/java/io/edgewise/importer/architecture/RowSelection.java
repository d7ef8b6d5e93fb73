// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Weights;
import java.util.List;

/// Some rows of a table, in an order of their own. Confined to one thread.
///
/// @param kept which row each one is in the table
record RowSelection(Weights table, List<Integer> kept) implements Weights {
    RowSelection {
        kept = List.copyOf(kept);
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public List<Integer> shape() {
        return List.of(kept.size(), table.columns());
    }

    @Override
    public void row(int row, float[] target) {
        table.row(kept.get(row), target);
    }
}
