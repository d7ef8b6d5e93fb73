// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.edgewise.inference.InferenceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/// A view of an interpreter's tensor, valid until the runner allocates again. Little-endian, row-major.
///
/// Elements are read and written as the Java type of the same width, unsigned ones too (`Byte.toUnsignedInt`
/// and its siblings convert); each method takes the element types it names and refuses others with
/// [InferenceException]. Positions count elements, and what doesn't fit throws [IndexOutOfBoundsException] and
/// writes nothing. Resources and variants have no memory that Java could read, and are refused.
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
        return TensorSpec.shape(c, pointer);
    }

    /// Name, type, shape, open dimensions and quantisation.
    public TensorSpec spec() {
        requireValid();
        return TensorSpec.of(c, pointer);
    }

    /// Writes INT32 or UINT32 elements, starting at element `at`.
    public void putInts(int at, int[] values) {
        MemorySegment target = data(TensorType.INT32, TensorType.UINT32);
        MemorySegment.copy(values, 0, target, JAVA_INT, 4L * at, values.length);
    }

    /// All INT32 or UINT32 elements, copied.
    public int[] ints() {
        return data(TensorType.INT32, TensorType.UINT32).toArray(JAVA_INT);
    }

    /// Writes INT64 or UINT64 elements, starting at element `at`.
    public void putLongs(int at, long[] values) {
        MemorySegment target = data(TensorType.INT64, TensorType.UINT64);
        MemorySegment.copy(values, 0, target, JAVA_LONG, 8L * at, values.length);
    }

    /// All INT64 or UINT64 elements, copied.
    public long[] longs() {
        return data(TensorType.INT64, TensorType.UINT64).toArray(JAVA_LONG);
    }

    /// Writes INT16 or UINT16 elements, starting at element `at`.
    public void putShorts(int at, short[] values) {
        MemorySegment target = data(TensorType.INT16, TensorType.UINT16);
        MemorySegment.copy(values, 0, target, JAVA_SHORT, 2L * at, values.length);
    }

    /// All INT16 or UINT16 elements, copied.
    public short[] shorts() {
        return data(TensorType.INT16, TensorType.UINT16).toArray(JAVA_SHORT);
    }

    /// Writes INT8 or UINT8 elements, starting at element `at`.
    public void putBytes(int at, byte[] values) {
        MemorySegment target = data(TensorType.INT8, TensorType.UINT8);
        MemorySegment.copy(values, 0, target, JAVA_BYTE, at, values.length);
    }

    /// All INT8 or UINT8 elements, copied.
    public byte[] bytes() {
        return data(TensorType.INT8, TensorType.UINT8).toArray(JAVA_BYTE);
    }

    /// Writes BOOL elements, starting at element `at`.
    public void putBooleans(int at, boolean[] values) {
        MemorySegment target = data(TensorType.BOOL);
        Objects.checkFromIndexSize(at, values.length, target.byteSize());
        for (int i = 0; i < values.length; i++) {
            target.set(JAVA_BYTE, (long) at + i, (byte) (values[i] ? 1 : 0));
        }
    }

    /// All BOOL elements, copied.
    public boolean[] booleans() {
        MemorySegment source = data(TensorType.BOOL);
        boolean[] values = new boolean[Math.toIntExact(source.byteSize())];
        for (int i = 0; i < values.length; i++) {
            values[i] = source.get(JAVA_BYTE, i) != 0;
        }
        return values;
    }

    /// Writes FLOAT32 elements, starting at element `at`.
    public void putFloats(int at, float[] values) {
        MemorySegment.copy(values, 0, data(TensorType.FLOAT32), JAVA_FLOAT, 4L * at, values.length);
    }

    /// Writes `count` FLOAT32 elements of the same value, starting at element `at`.
    public void fillFloats(int at, int count, float value) {
        MemorySegment target = data(TensorType.FLOAT32);
        Objects.checkFromIndexSize(at, count, target.byteSize() / Float.BYTES);
        for (int i = at; i < at + count; i++) {
            target.setAtIndex(JAVA_FLOAT, i, value);
        }
    }

    /// Copies FLOAT32 elements out, starting at element `at`, as many as `target` holds.
    public void copyFloats(int at, float[] target) {
        MemorySegment.copy(data(TensorType.FLOAT32), JAVA_FLOAT, 4L * at, target, 0, target.length);
    }

    /// All FLOAT32 elements, copied.
    public float[] floats() {
        return data(TensorType.FLOAT32).toArray(JAVA_FLOAT);
    }

    /// Writes FLOAT16 elements, starting at element `at`; each value is rounded to the nearest.
    public void putHalves(int at, float[] values) {
        MemorySegment target = data(TensorType.FLOAT16);
        Objects.checkFromIndexSize(at, values.length, target.byteSize() / Short.BYTES);
        for (int i = 0; i < values.length; i++) {
            target.setAtIndex(JAVA_SHORT, (long) at + i, Float.floatToFloat16(values[i]));
        }
    }

    /// All FLOAT16 elements, copied.
    public float[] halves() {
        MemorySegment source = data(TensorType.FLOAT16);
        float[] values = new float[Math.toIntExact(source.byteSize() / Short.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat(source.getAtIndex(JAVA_SHORT, i));
        }
        return values;
    }

    /// Writes FLOAT64 elements, starting at element `at`.
    public void putDoubles(int at, double[] values) {
        MemorySegment.copy(values, 0, data(TensorType.FLOAT64), JAVA_DOUBLE, 8L * at, values.length);
    }

    /// All FLOAT64 elements, copied.
    public double[] doubles() {
        return data(TensorType.FLOAT64).toArray(JAVA_DOUBLE);
    }

    /// Writes real numbers into an INT8, UINT8 or INT16 tensor by its quantisation, starting at element `at`.
    /// What the type can't hold becomes the largest or smallest number it can.
    public void putReals(int at, float[] values) {
        MemorySegment target = data(TensorType.INT8, TensorType.UINT8, TensorType.INT16);
        QuantizedElements.of(target, type(), shape(), quantization()).write(at, values);
    }

    /// All elements of an INT8, UINT8 or INT16 tensor as the real numbers that they stand for.
    public float[] reals() {
        MemorySegment source = data(TensorType.INT8, TensorType.UINT8, TensorType.INT16);
        return QuantizedElements.of(source, type(), shape(), quantization()).read();
    }

    /// Writes all STRING elements, as UTF-8: as many as the shape has, because each string has its own length.
    ///
    /// @throws InferenceException when there are more or fewer, or one is no valid text
    public void putStrings(List<String> values) {
        requireType(TensorType.STRING);
        Shape shape = shape();
        if (values.size() != shape.elements()) {
            throw new InferenceException(name + ": expected " + shape.elements() + " strings for its shape " + shape
                    + ", got " + values.size());
        }
        byte[] packed = StringElements.pack(name, values);
        if (c.tensors().realloc(pointer, packed.length) != 0 || c.tensorByteSize(pointer) != packed.length) {
            throw new InferenceException(name + ": no memory for strings of " + packed.length
                    + " bytes; it is a constant of the model, or the process has none left");
        }
        MemorySegment.copy(packed, 0, memory(), JAVA_BYTE, 0, packed.length);
    }

    /// All STRING elements, copied; bytes that are no UTF-8 become U+FFFD.
    public List<String> strings() {
        return StringElements.unpack(data(TensorType.STRING));
    }

    /// Kernels take for granted that there are as many strings as the shape says.
    void putEmptyStrings() {
        putStrings(Collections.nCopies(Math.toIntExact(shape().elements()), ""));
    }

    private Quantization quantization() {
        return c.tensors()
                .quantization(pointer)
                .orElseThrow(() -> new InferenceException(
                        name + " is not quantised: its " + type() + " numbers stand for themselves"));
    }

    /// Writes a tensor of any type of numbers as its bytes stand there, starting at byte `at`.
    public void putRaw(int at, byte[] values) {
        MemorySegment.copy(values, 0, raw(type()), JAVA_BYTE, at, values.length);
    }

    /// The bytes of a tensor of any type of numbers, copied.
    public byte[] raw() {
        return raw(type()).toArray(JAVA_BYTE);
    }

    /// Sets every byte to zero.
    public void clear() {
        raw(type()).fill((byte) 0);
    }

    /// Asked of the library each time: a run may move or resize an output, and what suits one type suits no
    /// other.
    private MemorySegment data(TensorType... wanted) {
        requireType(wanted);
        return memory();
    }

    private void requireType(TensorType... wanted) {
        TensorType type = type();
        if (type.isObject()) {
            throw new InferenceException(name + " is of type " + type + ", which can't be read or written from Java:"
                    + " convert the model so that it takes and gives numbers or strings");
        }
        if (!Arrays.asList(wanted).contains(type)) {
            throw new InferenceException(
                    name + ": expected " + names(wanted) + ", the tensor is " + type + " " + shape());
        }
    }

    private MemorySegment memory() {
        MemorySegment start = c.tensorData(pointer);
        if (start.address() == 0) {
            throw new InferenceException(name + " has no memory yet: it is allocated when the graph has run");
        }
        return start.reinterpret(c.tensorByteSize(pointer), epoch, null);
    }

    private MemorySegment raw(TensorType type) {
        if (type == TensorType.STRING) {
            throw new InferenceException(name + " is of type STRING: use putStrings and strings");
        }
        return data(type);
    }

    private static String names(TensorType... types) {
        return String.join(" or ", Arrays.stream(types).map(TensorType::name).toList());
    }

    private void requireValid() {
        if (!epoch.scope().isAlive()) {
            throw new IllegalStateException(name + ": this view ended when the runner allocated again; fetch it anew");
        }
    }
}
