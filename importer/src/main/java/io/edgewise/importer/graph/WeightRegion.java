// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.graph.GraphFile.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// The part of a file behind its tables, in which weights lie one after the other. Written a few rows at a
/// time, so that a file of many gigabytes needs no more memory than one of a few. Without a file it only
/// counts bytes. Confined to one graph.
final class WeightRegion {
    /// Of caches and vectors: kernels read weights in place.
    private static final int ALIGNMENT = 64;

    private static final int BLOCK_BYTES = 1 << 20;

    private final Optional<FileChannel> channel;
    private long end;

    /// @param begin where it begins in the file
    WeightRegion(long begin, Optional<FileChannel> channel) {
        this.channel = channel;
        this.end = begin;
    }

    /// Puts the bytes of one row into a buffer.
    interface Rows {
        void put(int row, ByteBuffer target);
    }

    /// Writes rows, or only makes room for them.
    ///
    /// @throws UncheckedIOException when the file can't be written
    Place write(int count, int rowBytes, Rows rows) {
        long begin = Math.ceilDiv(end, ALIGNMENT) * ALIGNMENT;
        end = begin + (long) count * rowBytes;
        channel.ifPresent(file -> write(file, begin, count, rowBytes, rows));
        return new Place(begin, end - begin);
    }

    private static void write(FileChannel file, long begin, int count, int rowBytes, Rows rows) {
        int together = Math.clamp(BLOCK_BYTES / Math.max(1, rowBytes), 1, Math.max(1, count));
        ByteBuffer block = ByteBuffer.allocate(together * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
        long at = begin;
        for (int row = 0; row < count; row++) {
            rows.put(row, block);
            if (!block.hasRemaining() || row == count - 1) {
                at += write(file, at, block.flip());
                block.clear();
            }
        }
    }

    private static int write(FileChannel file, long at, ByteBuffer bytes) {
        try {
            int length = bytes.limit();
            while (bytes.hasRemaining()) {
                file.write(bytes, at + bytes.position());
            }
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where it ends in the file so far.
    long end() {
        return end;
    }
}
