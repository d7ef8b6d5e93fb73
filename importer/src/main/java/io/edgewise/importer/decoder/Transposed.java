// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Weights;
import java.util.List;

/// A matrix that is stored with a row for each number that goes in, as GPT-2's are, turned round. Reads the
/// source once for as many columns as fit into a few megabytes, and forgets these when the last one was asked
/// for. Confined to one thread.
final class Transposed implements Weights {
    private static final int MOST_NUMBERS = 1 << 21;

    private final Weights source;
    private final int width;
    private float[] tile = {};
    private int first;

    Transposed(Weights source) {
        this(source, MOST_NUMBERS);
    }

    /// @param kept how many numbers at most, though at least a column
    Transposed(Weights source, int kept) {
        this.source = source;
        this.width = Math.clamp(kept / source.rows(), 1, source.columns());
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public List<Integer> shape() {
        return source.shape().reversed();
    }

    @Override
    public void row(int row, float[] target) {
        if (row < first || row >= first + tile.length / source.rows()) {
            read(row);
        }
        System.arraycopy(tile, (row - first) * target.length, target, 0, target.length);
        if (row == first + tile.length / target.length - 1) {
            tile = new float[0];
        }
    }

    private void read(int from) {
        int columns = Math.min(width, source.columns() - from);
        float[] stored = new float[source.columns()];
        float[] turned = new float[columns * source.rows()];
        for (int r = 0; r < source.rows(); r++) {
            source.row(r, stored);
            for (int c = 0; c < columns; c++) {
                turned[c * source.rows() + r] = stored[from + c];
            }
        }
        tile = turned;
        first = from;
    }
}
