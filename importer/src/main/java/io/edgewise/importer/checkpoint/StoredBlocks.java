// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.nio.ByteBuffer;

/// Weights in a file, of one of the types with blocks of 4 bits. Confined to one thread.
final class StoredBlocks extends StoredWeights implements BlockWeights {
    private static final int LAST_STEP = 15;

    /// @param tensor of one or two dimensions
    /// @param type of [ElementType#FOUR_BITS]
    StoredBlocks(FileBytes file, StoredTensor tensor, ElementType type) {
        super(file, tensor, type);
    }

    @Override
    public void blocks(int row, float[] scales, float[] least, byte[] steps) {
        int start = rows.find(row);
        ByteBuffer bytes = rows.block();
        for (int block = 0; block < blocksPerRow(); block++, start += type.blockBytes()) {
            float scale = ElementType.half(bytes, start);
            float minimum = type.minimum(bytes, start);
            rows.requireFinite(row, scale, minimum);
            // Turned round where the scale is negative, as in most blocks of Q4_0.
            boolean round = scale < 0;
            scales[block] = round ? -scale : scale;
            least[block] = round ? minimum + LAST_STEP * scale : minimum;
            for (int i = 0; i < BLOCK; i++) {
                int step = type.quant(bytes, start, i);
                steps[block * BLOCK + i] = (byte) (round ? LAST_STEP - step : step);
            }
        }
    }
}
