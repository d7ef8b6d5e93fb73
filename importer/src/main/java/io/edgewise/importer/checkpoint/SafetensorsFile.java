// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/// An open safetensors file. Thread-safe; owns the file handle.
final class SafetensorsFile implements AutoCloseable {
    private static final int LENGTH_BYTES = 8;

    /// The format's own library takes ten times as many; a header for a thousand tensors has a tenth of a megabyte.
    private static final long MOST_HEADER_BYTES = 10_000_000;

    private final Path path;
    private final FileChannel channel;
    private final Map<String, StoredTensor> tensors;

    private SafetensorsFile(Path path, FileChannel channel, Map<String, StoredTensor> tensors) {
        this.path = path;
        this.channel = channel;
        this.tensors = tensors;
    }

    /// @throws CheckpointException when it can't be read, is damaged, or is no safetensors file
    static SafetensorsFile open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path);
            try {
                return new SafetensorsFile(path, channel, header(path, channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new CheckpointException(path, "can't be read: " + e, e);
        }
    }

    private static Map<String, StoredTensor> header(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        long length =
                size < LENGTH_BYTES ? -1 : read(path, channel, 0, LENGTH_BYTES).getLong();
        if (length < 2 || length > MOST_HEADER_BYTES || length > size - LENGTH_BYTES) {
            throw new CheckpointException(
                    path,
                    "is no safetensors file: its header would have " + Long.toUnsignedString(length)
                            + " bytes, the file has " + size);
        }
        String json = new String(
                read(path, channel, LENGTH_BYTES, Math.toIntExact(length)).array(), UTF_8);
        return new SafetensorsHeader(path, LENGTH_BYTES + length, size).read(json);
    }

    /// Where it is.
    Path path() {
        return path;
    }

    /// By name, in the header's order.
    Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /// A part of a tensor.
    ///
    /// @param from first byte within the tensor
    /// @throws CheckpointException when the file has become shorter or can't be read
    ByteBuffer read(StoredTensor tensor, long from, int bytes) {
        try {
            return read(path, channel, tensor.offset() + from, bytes);
        } catch (IOException e) {
            throw new CheckpointException(path, "can't be read: " + e, e);
        }
    }

    private static ByteBuffer read(Path path, FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new CheckpointException(path, "became shorter while it was read");
            }
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
