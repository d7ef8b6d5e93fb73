// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;

/// Weights of whole numbers that count up from a first one. Immutable.
public record Numbers(int first, List<Integer> shape) implements Weights {
    public Numbers(int first, Integer... shape) {
        this(first, List.of(shape));
    }

    @Override
    public String name() {
        return "numbers";
    }

    @Override
    public void row(int row, float[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = first + row * columns() + i;
        }
    }

    public static float[] row(Weights weights, int row) {
        float[] target = new float[weights.columns()];
        weights.row(row, target);
        return target;
    }
}
