// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that two processes map, in a folder that is memory where there is one. Unmapped when nothing refers to
/// it any more.
///
/// No lock: the two sides take turns, and the message that hands the turn over orders what was written before it.
final class SharedMemory {
    private final MappedByteBuffer bytes;

    private SharedMemory(MappedByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// A new file, filled with zeros.
    static SharedMemory create(Path file, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Written and not just extended: a full disk is an exception here, and a dead process when a page is
            // touched that the file system can't provide.
            channel.write(ByteBuffer.allocate(bytes));
            return map(channel, bytes);
        }
    }

    static SharedMemory open(Path file, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return map(channel, bytes);
        }
    }

    private static SharedMemory map(FileChannel channel, int bytes) throws IOException {
        if (channel.size() != bytes) {
            throw new IOException("shared memory has " + channel.size() + " bytes, expected " + bytes);
        }
        return new SharedMemory(channel.map(MapMode.READ_WRITE, 0, bytes));
    }

    int size() {
        return bytes.capacity();
    }

    void putInts(int offset, int[] values) {
        slice(offset, values.length).asIntBuffer().put(values);
    }

    void putFloats(int offset, float[] values) {
        slice(offset, values.length).asFloatBuffer().put(values);
    }

    int[] ints(int offset, int count) {
        int[] values = new int[count];
        slice(offset, count).asIntBuffer().get(values);
        return values;
    }

    float[] floats(int offset, int count) {
        float[] values = new float[count];
        slice(offset, count).asFloatBuffer().get(values);
        return values;
    }

    private ByteBuffer slice(int offset, int elements) {
        return bytes.slice(offset, elements * Integer.BYTES).order(ByteOrder.nativeOrder());
    }
}
