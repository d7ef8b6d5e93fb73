// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

/// A matrix that was quantised to four bits before it came here: each block of 32 numbers of a row has a
/// scale and a least number, and each number is one of 16 steps above it. Who writes it in this form again
/// loses nothing. Confined to one thread.
public interface BlockWeights extends Weights {
    /// Numbers of a block; a row has a multiple.
    int BLOCK = 32;

    /// Copies a row: number `i` of it is `scales[i / 32] * steps[i] + least[i / 32]`.
    ///
    /// @param scales of each block, not negative, exact as halves (float16); a format that has negative ones
    /// turns the steps round (`15 - step`)
    /// @param least number of each block
    /// @param steps of each number, 0 to 15
    /// @throws CheckpointException when the file can't be read
    void blocks(int row, float[] scales, float[] least, byte[] steps);

    /// How many blocks a row has.
    default int blocksPerRow() {
        return columns() / BLOCK;
    }

    @Override
    default void row(int row, float[] target) {
        float[] scales = new float[blocksPerRow()];
        float[] least = new float[blocksPerRow()];
        byte[] steps = new byte[columns()];
        blocks(row, scales, least, steps);
        for (int i = 0; i < target.length; i++) {
            target[i] = scales[i / BLOCK] * steps[i] + least[i / BLOCK];
        }
    }
}
