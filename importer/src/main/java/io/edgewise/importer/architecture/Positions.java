// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Weights;
import java.util.List;
import java.util.Optional;

/// A position table from the row of a text's first token on. Every text is of token type 0 here, so that type's row
/// is added to each position, and a graph needs no third table. Confined to one thread.
///
/// @param types the table of token types
/// @param first row of a text's first token
record Positions(Weights table, Optional<Weights> types, int first) implements Weights {
    @Override
    public String name() {
        return table.name();
    }

    @Override
    public List<Integer> shape() {
        return List.of(table.rows() - first, table.columns());
    }

    @Override
    public void row(int row, float[] target) {
        table.row(first + row, target);
        if (types.isPresent()) {
            float[] type = new float[target.length];
            types.get().row(0, type);
            for (int i = 0; i < target.length; i++) {
                target[i] += type[i];
            }
        }
    }
}
