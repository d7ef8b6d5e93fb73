// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.NativeLibraryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// What the header of a Linux shared library says. Immutable.
///
/// Source: System V ABI, "Object Files" (ELF header, program header), `elf.h`.
///
/// @param machine `e_machine`, what it was built for
/// @param bytes how many bytes the file has
/// @param neededBytes as far as the dynamic loader maps it; 0 for formats that are not loaded here
record ElfFile(int machine, long bytes, long neededBytes) {
    private static final int MAGIC = 0x464c457f; // 0x7f, "ELF", little-endian
    private static final int LEAST_BYTES = 20;
    private static final int HEADER_BYTES = 64;
    private static final int CLASS_OFFSET = 4;
    private static final int CLASS_64 = 2;
    private static final int MACHINE_OFFSET = 18;
    private static final int PROGRAM_HEADERS_OFFSET = 32;
    private static final int PROGRAM_HEADER_COUNT_OFFSET = 56;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int LOADED_SEGMENT = 1;
    private static final int SEGMENT_OFFSET = 8;
    private static final int SEGMENT_BYTES = 32;

    /// @throws NativeLibraryException when the file can't be read or is no ELF file
    static ElfFile read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer header = read(channel, 0, HEADER_BYTES);
            if (header.remaining() < LEAST_BYTES || header.getInt(0) != MAGIC) {
                throw new NativeLibraryException("native library " + file + " is not a Linux shared library");
            }
            int machine = Short.toUnsignedInt(header.getShort(MACHINE_OFFSET));
            long needed = header.get(CLASS_OFFSET) == CLASS_64 ? neededBytes(channel, header) : 0;
            return new ElfFile(machine, channel.size(), needed);
        } catch (IOException e) {
            throw new NativeLibraryException("native library " + file + " can't be read: " + e, e);
        }
    }

    private static long neededBytes(FileChannel channel, ByteBuffer header) throws IOException {
        if (header.remaining() < HEADER_BYTES) {
            return HEADER_BYTES;
        }
        long at = header.getLong(PROGRAM_HEADERS_OFFSET);
        int count = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_COUNT_OFFSET));
        long needed = at + (long) count * PROGRAM_HEADER_BYTES;
        if (at < 0 || needed > channel.size()) {
            return Math.max(needed, HEADER_BYTES);
        }
        ByteBuffer segments = read(channel, at, count * PROGRAM_HEADER_BYTES);
        for (int i = 0; i < segments.remaining(); i += PROGRAM_HEADER_BYTES) {
            if (segments.getInt(i) == LOADED_SEGMENT) {
                needed = Math.max(needed, segments.getLong(i + SEGMENT_OFFSET) + segments.getLong(i + SEGMENT_BYTES));
            }
        }
        return needed;
    }

    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            // Read on: a file may come in parts.
        }
        return buffer.flip();
    }

    /// Whether the loader would map pages that the file doesn't have, which ends the process.
    boolean isCutShort() {
        return bytes < neededBytes;
    }
}
