// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/// Memory of the caller's that tensors live in (a "custom allocation"): what one interpreter writes, the
/// caller or another interpreter reads without a copy. Aligned to 64 bytes, as TensorFlow Lite demands, and
/// zero at first.
///
/// Close it after the interpreters that use it: it refuses to close before. Thread-safe as an object; its
/// content has no lock, so hand it from thread to thread as any array.
public final class TensorMemory implements AutoCloseable {
    private static final int ALIGNMENT_BYTES = 64;
    /// XNNPACK's kernels read vectors, and so past the last element.
    private static final int READ_AHEAD_BYTES = 128;

    private static final int CLOSED = -1;

    private final Arena arena;
    private final MemorySegment bytes;
    private final AtomicInteger users = new AtomicInteger();

    private TensorMemory(Arena arena, MemorySegment bytes) {
        this.arena = arena;
        this.bytes = bytes;
    }

    /// Memory for tensors of at most so many bytes.
    public static TensorMemory allocate(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("tensor memory: expected at least 1 byte, got " + bytes);
        }
        Arena arena = Arena.ofShared();
        try {
            MemorySegment all = arena.allocate((long) bytes + READ_AHEAD_BYTES, ALIGNMENT_BYTES);
            return new TensorMemory(arena, all.asSlice(0, bytes));
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// Size in bytes.
    public int size() {
        return (int) bytes.byteSize();
    }

    /// The content, little-endian. A use after [#close] throws `IllegalStateException`.
    public ByteBuffer buffer() {
        return bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    MemorySegment bytes() {
        return bytes;
    }

    void use() {
        users.updateAndGet(n -> {
            if (n == CLOSED) {
                throw new IllegalStateException("the tensor memory is closed");
            }
            return n + 1;
        });
    }

    void release() {
        users.decrementAndGet();
    }

    /// Frees the memory. Harmless the second time.
    ///
    /// @throws IllegalStateException while an interpreter uses it
    @Override
    public void close() {
        if (users.get() == CLOSED) {
            return;
        }
        if (!users.compareAndSet(0, CLOSED)) {
            throw new IllegalStateException(
                    "the tensor memory is used by " + users.get() + " tensors: close their interpreters first");
        }
        arena.close();
    }
}
