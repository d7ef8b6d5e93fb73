// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;

/// A tensor of weights that is read a row at a time, as often as it is asked for. Confined to one thread.
public interface Weights {
    /// What it is called in the checkpoint; for sentences.
    String name();

    /// Of one or two dimensions.
    List<Integer> shape();

    /// How many rows; one for a single dimension.
    default int rows() {
        return shape().size() == 1 ? 1 : shape().getFirst();
    }

    /// Numbers of a row.
    default int columns() {
        return shape().getLast();
    }

    /// Copies a row.
    ///
    /// @param target as long as a row
    /// @throws CheckpointException when the file can't be read
    void row(int row, float[] target);

    /// The same with rows for columns; what was turned around before is turned back at no cost. GPT-2 keeps its
    /// matrices so.
    default Weights transposed() {
        return new TransposedWeights(this);
    }

    /// Each multiplied with a factor; no blocks of four bits any more.
    default Weights times(float factor) {
        return new Affine(this, factor, 0);
    }

    /// Each with something added; no blocks of four bits any more.
    default Weights plus(float shift) {
        return new Affine(this, 1, shift);
    }
}
