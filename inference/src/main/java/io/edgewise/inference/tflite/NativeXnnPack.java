// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.edgewise.inference.DelegateException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// XNNPACK's native object.
final class NativeXnnPack implements NativeDelegate {
    private static final int NUM_THREADS_OFFSET = 0;
    private static final int FLAGS_OFFSET = 8;
    private static final int WEIGHT_CACHE_FILE_PATH_OFFSET = 32;
    private static final int WEIGHT_CACHE_FILE_DESCRIPTOR_OFFSET = 40;

    private final TfLiteC c;
    private final MemorySegment pointer;
    /// Holds the path of the weight cache, which the native object keeps a pointer to.
    private final Arena arena;

    private NativeXnnPack(TfLiteC c, MemorySegment pointer, Arena arena) {
        this.c = c;
        this.pointer = pointer;
        this.arena = arena;
    }

    static NativeXnnPack create(TfLiteC c, Delegate.XnnPack description) {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment options = c.xnnpackOptionsDefault(arena);
            checkLayout(options);
            options.set(JAVA_INT, NUM_THREADS_OFFSET, description.threads());
            options.set(JAVA_INT, FLAGS_OFFSET, options.get(JAVA_INT, FLAGS_OFFSET) | bits(description));
            description
                    .weightCache()
                    .ifPresent(file ->
                            options.set(ADDRESS, WEIGHT_CACHE_FILE_PATH_OFFSET, arena.allocateFrom(file.toString())));
            MemorySegment pointer = c.xnnpackCreate(options);
            if (pointer.address() == 0) {
                throw new DelegateException("XNNPACK did not start. It reads the processor's features from"
                        + " /sys/devices/system/cpu: check that this folder is visible to the process.");
            }
            return new NativeXnnPack(c, pointer, arena);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    private static int bits(Delegate.XnnPack description) {
        return XnnPackFlag.bits(description.flags());
    }

    /// The structure has no size field and grew between releases: write into it only when its defaults are where the
    /// release that this class was written for has them.
    private static void checkLayout(MemorySegment options) {
        int descriptor = options.get(JAVA_INT, WEIGHT_CACHE_FILE_DESCRIPTOR_OFFSET);
        int threads = options.get(JAVA_INT, NUM_THREADS_OFFSET);
        if (descriptor != -1 || threads != 0) {
            throw new DelegateException("XNNPACK's options have another layout than in TensorFlow Lite 2.20 and 2.21"
                    + " (threads " + threads + ", cache descriptor " + descriptor + "): use the library that ships");
        }
    }

    @Override
    public MemorySegment pointer() {
        return pointer;
    }

    @Override
    public void close() {
        c.xnnpackDelete(pointer);
        arena.close();
    }
}
