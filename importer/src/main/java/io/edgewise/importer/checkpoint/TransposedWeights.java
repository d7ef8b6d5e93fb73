// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;

/// A matrix with rows for columns. As many of its rows as fit into 16 MB are gathered at a time, each time by
/// reading the other matrix once. Confined to one thread.
final class TransposedWeights implements Weights {
    private static final int BAND_NUMBERS = 1 << 22;

    private final Weights other;
    private float[] band = {};
    private int firstRow;

    TransposedWeights(Weights other) {
        this.other = other;
    }

    @Override
    public String name() {
        return other.name();
    }

    @Override
    public List<Integer> shape() {
        return List.of(other.columns(), other.rows());
    }

    @Override
    public Weights transposed() {
        return other;
    }

    @Override
    public void row(int row, float[] target) {
        if (row < firstRow || (long) (row - firstRow + 1) * columns() > band.length) {
            gather(row);
        }
        System.arraycopy(band, (row - firstRow) * columns(), target, 0, columns());
    }

    private void gather(int from) {
        int count = Math.clamp(BAND_NUMBERS / Math.max(1, columns()), 1, rows() - from);
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
