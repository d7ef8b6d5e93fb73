// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.edgewise.inference.DelegateException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The native object made from a [Delegate]. Close it after the interpreter that uses it.
final class NativeDelegate implements NativeResource {
    private static final int NUM_THREADS_OFFSET = 0;
    private static final int FLAGS_OFFSET = 8;
    private static final int WEIGHT_CACHE_FILE_DESCRIPTOR_OFFSET = 40;
    /// QS8 and QU8: without them XNNPACK leaves every int8 matrix to TFLite's own kernels.
    private static final int QUANTIZED_FLAGS = 3;

    private final TfLiteC c;
    private final MemorySegment pointer;

    private NativeDelegate(TfLiteC c, MemorySegment pointer) {
        this.c = c;
        this.pointer = pointer;
    }

    static NativeDelegate create(TfLiteC c, Delegate delegate) {
        return switch (delegate) {
            case Delegate.XnnPack x -> xnnPack(c, x);
        };
    }

    private static NativeDelegate xnnPack(TfLiteC c, Delegate.XnnPack description) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = c.xnnpackOptionsDefault(arena);
            checkLayout(options);
            options.set(JAVA_INT, NUM_THREADS_OFFSET, description.threads());
            options.set(JAVA_INT, FLAGS_OFFSET, options.get(JAVA_INT, FLAGS_OFFSET) | QUANTIZED_FLAGS);
            MemorySegment pointer = c.xnnpackCreate(options);
            if (pointer.address() == 0) {
                throw new DelegateException("XNNPACK did not start. It reads the processor's features from"
                        + " /sys/devices/system/cpu: check that this folder is visible to the process.");
            }
            return new NativeDelegate(c, pointer);
        }
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

    MemorySegment pointer() {
        return pointer;
    }

    @Override
    public void close() {
        c.xnnpackDelete(pointer);
    }
}
