// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.nio.ByteBuffer;

/// The rows of a tensor in a file, of which blocks are read ahead. Confined to one thread.
final class RowsAhead {
    private static final int BLOCK_BYTES = 1 << 18;

    private final FileBytes file;
    private final StoredTensor tensor;
    private final int rows;
    private final int rowBytes;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private int firstRow;

    RowsAhead(FileBytes file, StoredTensor tensor, int rows, int rowBytes) {
        this.file = file;
        this.tensor = tensor;
        this.rows = rows;
        this.rowBytes = rowBytes;
    }

    /// Where a row begins in the [#block], which is another one after each call.
    int find(int row) {
        if (row < firstRow || (long) (row - firstRow + 1) * rowBytes > block.limit()) {
            int ahead = Math.clamp(BLOCK_BYTES / Math.max(1, rowBytes), 1, rows - row);
            block = file.read(tensor.offset() + (long) row * rowBytes, ahead * rowBytes);
            firstRow = row;
        }
        return (row - firstRow) * rowBytes;
    }

    ByteBuffer block() {
        return block;
    }

    /// @throws CheckpointException when a weight is no number
    void requireFinite(int row, float... weights) {
        for (float weight : weights) {
            if (!Float.isFinite(weight)) {
                throw new CheckpointException(
                        file.path(),
                        "has a weight that is no number, " + weight + ", in row " + row + " of the tensor "
                                + tensor.name() + ": its training failed");
            }
        }
    }
}
