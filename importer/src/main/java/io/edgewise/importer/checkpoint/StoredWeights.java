// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Weights in a safetensors file, of the types that models are trained in. Reads blocks of rows ahead. Confined to
/// one thread.
final class StoredWeights implements Weights {
    private static final int BLOCK_BYTES = 1 << 18;

    private final SafetensorsFile file;
    private final StoredTensor tensor;
    private final ElementType type;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private int firstRow;

    /// @param tensor of one of [#TYPES] and one or two dimensions
    StoredWeights(SafetensorsFile file, StoredTensor tensor) {
        this.file = file;
        this.tensor = tensor;
        this.type = ElementType.valueOf(tensor.dtype());
    }

    /// The element types that are read.
    static final List<String> TYPES =
            Arrays.stream(ElementType.values()).map(ElementType::name).toList();

    @Override
    public String name() {
        return tensor.name();
    }

    @Override
    public List<Integer> shape() {
        return tensor.shape();
    }

    @Override
    public void row(int row, float[] target) {
        int rowBytes = columns() * type.bytes();
        if (row < firstRow || (long) (row - firstRow + 1) * rowBytes > block.limit()) {
            int ahead = Math.clamp(BLOCK_BYTES / Math.max(1, rowBytes), 1, rows() - row);
            block = file.read(tensor, (long) row * rowBytes, ahead * rowBytes);
            firstRow = row;
        }
        int at = (row - firstRow) * rowBytes;
        type.read(block, at, target);
        for (float weight : target) {
            if (!Float.isFinite(weight)) {
                throw new CheckpointException(
                        file.path(),
                        "has a weight that is no number, " + weight + ", in row " + row + " of the tensor " + name()
                                + ": its training failed");
            }
        }
    }
}
