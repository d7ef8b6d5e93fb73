// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// An open file that is read by position, in little-endian order. Thread-safe; owns the file handle.
public final class FileBytes implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final long size;

    private FileBytes(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /// Opens a file.
    ///
    /// @throws CheckpointException when it can't be read
    public static FileBytes open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path);
            try {
                return new FileBytes(path, channel, channel.size());
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new CheckpointException(path, "can't be read: " + e, e);
        }
    }

    /// Where it is.
    public Path path() {
        return path;
    }

    /// How many bytes it had when it was opened.
    public long size() {
        return size;
    }

    /// A part of the file.
    ///
    /// @throws CheckpointException when the file has become shorter or can't be read
    public ByteBuffer read(long position, int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position()) < 0) {
                    throw new CheckpointException(path, "became shorter while it was read");
                }
            }
        } catch (IOException e) {
            throw new CheckpointException(path, "can't be read: " + e, e);
        }
        return buffer.flip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CheckpointException(path, "can't be closed: " + e, e);
        }
    }
}
