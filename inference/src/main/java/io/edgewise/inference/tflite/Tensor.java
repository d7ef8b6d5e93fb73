// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.edgewise.inference.InferenceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// A view of an interpreter's tensor, valid until the runner allocates again. Little-endian, row-major.
///
/// Confined to the interpreter's thread. Owns nothing: the memory is the interpreter's.
@SuppressWarnings("restricted") // calling native code is what this package is for
public final class Tensor {
    private final TfLiteC c;
    private final MemorySegment pointer;
    private final String name;
    private final Arena epoch;

    Tensor(TfLiteC c, MemorySegment pointer, String name, Arena epoch) {
        this.c = c;
        this.pointer = pointer;
        this.name = name;
        this.epoch = epoch;
    }

    /// The element type.
    public TensorType type() {
        requireValid();
        return TensorType.of(c.tensorType(pointer));
    }

    /// The dimensions at this moment.
    public Shape shape() {
        requireValid();
        int[] dimensions = new int[c.tensorNumDims(pointer)];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = c.tensorDim(pointer, i);
        }
        return Shape.of(dimensions);
    }

    /// Writes INT32 elements, starting at element `at`.
    ///
    /// @throws InferenceException when the tensor has another type
    /// @throws IndexOutOfBoundsException when they don't fit
    public void putInts(int at, int[] values) {
        MemorySegment.copy(values, 0, data(TensorType.INT32), JAVA_INT, 4L * at, values.length);
    }

    /// Writes `count` FLOAT32 elements of the same value, starting at element `at`.
    ///
    /// @throws InferenceException when the tensor has another type
    /// @throws IndexOutOfBoundsException when they don't fit
    public void fillFloats(int at, int count, float value) {
        MemorySegment target = data(TensorType.FLOAT32);
        Objects.checkFromIndexSize(at, count, target.byteSize() / Float.BYTES);
        for (int i = at; i < at + count; i++) {
            target.setAtIndex(JAVA_FLOAT, i, value);
        }
    }

    /// Sets every byte to zero.
    public void clear() {
        data(type()).fill((byte) 0);
    }

    /// Copies FLOAT32 elements out, starting at element `at`, as many as `target` holds.
    ///
    /// @throws InferenceException when the tensor has another type
    /// @throws IndexOutOfBoundsException when there aren't as many
    public void copyFloats(int at, float[] target) {
        MemorySegment.copy(data(TensorType.FLOAT32), JAVA_FLOAT, 4L * at, target, 0, target.length);
    }

    /// All FLOAT32 elements, copied.
    ///
    /// @throws InferenceException when the tensor has another type
    public float[] floats() {
        return data(TensorType.FLOAT32).toArray(JAVA_FLOAT);
    }

    /// Asked of the library each time: a run may move or resize an output, and what suits one type suits no other.
    private MemorySegment data(TensorType wanted) {
        TensorType type = type();
        if (type != wanted) {
            throw new InferenceException(name + ": expected " + wanted + ", the tensor is " + type + " " + shape());
        }
        MemorySegment start = c.tensorData(pointer);
        if (start.address() == 0) {
            throw new InferenceException(name + " has no memory yet: it is allocated when the graph has run");
        }
        return start.reinterpret(c.tensorByteSize(pointer), epoch, null);
    }

    private void requireValid() {
        if (!epoch.scope().isAlive()) {
            throw new IllegalStateException(name + ": this view ended when the runner allocated again; fetch it anew");
        }
    }
}
