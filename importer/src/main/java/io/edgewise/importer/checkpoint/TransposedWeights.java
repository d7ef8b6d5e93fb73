// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;

/// A matrix with rows for columns. As many of its rows as fit into some megabytes are gathered at a time, each
/// time by reading the other matrix once, and forgotten when the last of them was asked for. Confined to one
/// thread.
final class TransposedWeights implements Weights {
    private static final int MOST_NUMBERS = 1 << 22;

    private final Weights other;
    private final int most;
    private float[] band = {};
    private int firstRow;

    TransposedWeights(Weights other) {
        this(other, MOST_NUMBERS);
    }

    /// @param most numbers that are gathered, though at least a row
    TransposedWeights(Weights other, int most) {
        this.other = other;
        this.most = most;
    }

    @Override
    public String name() {
        return other.name();
    }

    @Override
    public List<Integer> shape() {
        return other.shape().reversed();
    }

    @Override
    public Weights transposed() {
        return other;
    }

    @Override
    public void row(int row, float[] target) {
        if (row < firstRow || row >= firstRow + band.length / columns()) {
            gather(row);
        }
        System.arraycopy(band, (row - firstRow) * columns(), target, 0, columns());
        if (row == firstRow + band.length / columns() - 1) {
            band = new float[0];
        }
    }

    private void gather(int from) {
        int count = Math.clamp(most / columns(), 1, rows() - from);
        float[] gathered = new float[count * columns()];
        float[] one = new float[other.columns()];
        for (int column = 0; column < columns(); column++) {
            other.row(column, one);
            for (int row = 0; row < count; row++) {
                gathered[row * columns() + column] = one[from + row];
            }
        }
        band = gathered;
        firstRow = from;
    }
}
