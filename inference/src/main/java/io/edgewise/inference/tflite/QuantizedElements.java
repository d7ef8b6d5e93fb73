// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// The elements of a quantised tensor as the real numbers that they stand for. For one read or write.
///
/// @param step elements that follow each other with the same channel
record QuantizedElements(MemorySegment bytes, TensorType type, Quantization quantization, int step) {
    static QuantizedElements of(MemorySegment bytes, TensorType type, Shape shape, Quantization quantization) {
        return new QuantizedElements(bytes, type, quantization, quantization.step(shape));
    }

    float[] read() {
        float[] values = new float[count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = quantization.real(number(i), channel(i));
        }
        return values;
    }

    void write(int at, float[] values) {
        Objects.checkFromIndexSize(at, values.length, count());
        for (int i = 0; i < values.length; i++) {
            put(at + i, quantization.number(values[i], channel(at + i), least(), most()));
        }
    }

    private int count() {
        return Math.toIntExact(bytes.byteSize() / type.elementBytes());
    }

    private int channel(int index) {
        return index / step % quantization.channels();
    }

    private int number(int index) {
        return switch (type) {
            case UINT8 -> Byte.toUnsignedInt(bytes.get(JAVA_BYTE, index));
            case INT16 -> bytes.getAtIndex(JAVA_SHORT, index);
            default -> bytes.get(JAVA_BYTE, index);
        };
    }

    private void put(int index, int number) {
        if (type == TensorType.INT16) {
            bytes.setAtIndex(JAVA_SHORT, index, (short) number);
        } else {
            bytes.set(JAVA_BYTE, index, (byte) number);
        }
    }

    private int least() {
        return switch (type) {
            case UINT8 -> 0;
            case INT16 -> Short.MIN_VALUE;
            default -> Byte.MIN_VALUE;
        };
    }

    private int most() {
        return switch (type) {
            case UINT8 -> 255;
            case INT16 -> Short.MAX_VALUE;
            default -> Byte.MAX_VALUE;
        };
    }
}
