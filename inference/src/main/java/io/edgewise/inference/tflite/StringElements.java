// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.InferenceException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/// The elements of a STRING tensor as they lie in memory, and in model files. Offsets count from the first byte of
/// the tensor; the last is the end. All numbers are little-endian int32, and a string may hold any byte, 0 too.
///
/// ```
/// count | offset of string 0 | … | offset of string count-1 | end | bytes of string 0 | …
/// ```
///
/// Source: TensorFlow 2.21 `string_util.h`.
final class StringElements {
    private StringElements() {}

    /// Lays strings out as UTF-8.
    ///
    /// @param tensor for sentences
    /// @throws InferenceException when a string has half of a surrogate pair, or all are too long together
    static byte[] pack(String tensor, List<String> values) {
        List<ByteBuffer> encoded = new ArrayList<>(values.size());
        long end = headerBytes(values.size());
        for (int i = 0; i < values.size(); i++) {
            encoded.add(encode(tensor, i, values.get(i)));
            end += encoded.getLast().remaining();
        }
        if (end > Integer.MAX_VALUE) {
            throw new InferenceException(tensor + ": " + values.size() + " strings of together " + end
                    + " bytes, at most " + Integer.MAX_VALUE + " fit");
        }
        ByteBuffer packed = ByteBuffer.allocate((int) end).order(ByteOrder.LITTLE_ENDIAN);
        int offset = (int) headerBytes(values.size());
        packed.putInt(values.size());
        for (ByteBuffer string : encoded) {
            packed.putInt(offset);
            offset += string.remaining();
        }
        packed.putInt(offset);
        encoded.forEach(packed::put);
        return packed.array();
    }

    /// The count and the offsets, with the end.
    private static long headerBytes(long count) {
        return Integer.BYTES * (count + 2);
    }

    private static ByteBuffer encode(String tensor, int index, String value) {
        try {
            return UTF_8.newEncoder().encode(CharBuffer.wrap(value));
        } catch (CharacterCodingException e) {
            throw new InferenceException(
                    tensor + ": string " + index + " has half of a surrogate pair, which UTF-8 can't hold");
        }
    }

    /// Reads all strings; bytes that are no UTF-8 become U+FFFD.
    static List<String> unpack(MemorySegment bytes) {
        int count = bytes.get(JAVA_INT_UNALIGNED, 0);
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long start = offset(bytes, i);
            byte[] string = bytes.asSlice(start, offset(bytes, i + 1) - start).toArray(JAVA_BYTE);
            values.add(new String(string, UTF_8));
        }
        return values;
    }

    private static long offset(MemorySegment bytes, long index) {
        return bytes.get(JAVA_INT_UNALIGNED, Integer.BYTES * (1 + index));
    }

    /// Whether kernels find as many strings here as the shape says, all of them inside: they look at neither.
    static boolean hold(MemorySegment bytes, long elements) {
        if (elements < 0
                || bytes.byteSize() < headerBytes(0)
                || bytes.get(JAVA_INT_UNALIGNED, 0) != elements
                || bytes.byteSize() < headerBytes(elements)) {
            return false;
        }
        long before = headerBytes(elements);
        for (long i = 0; i <= elements; i++) {
            long offset = offset(bytes, i);
            if (offset < before || offset > bytes.byteSize()) {
                return false;
            }
            before = offset;
        }
        return true;
    }
}
