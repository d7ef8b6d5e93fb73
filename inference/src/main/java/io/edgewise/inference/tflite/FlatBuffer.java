// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;

/// Reads the tables of a FlatBuffers file by field number. A table is its position in the file; a field that the
/// table leaves out reads as a default.
///
/// Offsets are followed as they stand: what lies outside the file throws [IndexOutOfBoundsException], so check the
/// file first (see [ModelFileVerifier]). Immutable.
///
/// Source: the FlatBuffers binary format ("FlatBuffers Internals").
record FlatBuffer(MemorySegment bytes) {
    private static final int VTABLE_HEADER_BYTES = 4;

    /// The position of the root table.
    long root() {
        return follow(0);
    }

    /// The position that an offset points to.
    long follow(long at) {
        return at + unsignedInt(at);
    }

    /// The position of a table's vtable.
    long vtable(long table) {
        return table - bytes.get(JAVA_INT_UNALIGNED, table);
    }

    /// The position of a field, or 0 when the table leaves it out.
    long field(long table, int number) {
        long vtable = vtable(table);
        int entry = VTABLE_HEADER_BYTES + 2 * number;
        if (entry + 2 > unsignedShort(vtable)) {
            return 0;
        }
        int offset = unsignedShort(vtable + entry);
        return offset == 0 ? 0 : table + offset;
    }

    int unsignedByte(long table, int number) {
        long field = field(table, number);
        return field == 0 ? 0 : Byte.toUnsignedInt(bytes.get(JAVA_BYTE, field));
    }

    int int32(long table, int number) {
        long field = field(table, number);
        return field == 0 ? 0 : bytes.get(JAVA_INT_UNALIGNED, field);
    }

    long int64(long table, int number) {
        long field = field(table, number);
        return field == 0 ? 0 : bytes.get(JAVA_LONG_UNALIGNED, field);
    }

    /// The length of a vector or string; 0 when it is left out.
    int length(long table, int number) {
        long field = field(table, number);
        return field == 0 ? 0 : Math.toIntExact(unsignedInt(follow(field)));
    }

    int[] int32s(long table, int number) {
        int[] result = new int[length(table, number)];
        for (int i = 0; i < result.length; i++) {
            result[i] = bytes.get(JAVA_INT_UNALIGNED, element(table, number, i));
        }
        return result;
    }

    /// The tables of a vector.
    long[] tables(long table, int number) {
        long[] result = new long[length(table, number)];
        for (int i = 0; i < result.length; i++) {
            result[i] = follow(element(table, number, i));
        }
        return result;
    }

    String string(long table, int number) {
        byte[] text = new byte[length(table, number)];
        if (text.length > 0) {
            MemorySegment.copy(bytes, JAVA_BYTE, element(table, number, 0), text, 0, text.length);
        }
        return new String(text, UTF_8);
    }

    /// The position of the first element of a vector that is there.
    long firstElement(long table, int number) {
        return element(table, number, 0);
    }

    /// The position of an element of a vector of 4-byte elements.
    private long element(long table, int number, int index) {
        return follow(field(table, number)) + Integer.BYTES + (long) Integer.BYTES * index;
    }

    int unsignedShort(long at) {
        return Short.toUnsignedInt(bytes.get(JAVA_SHORT_UNALIGNED, at));
    }

    long unsignedInt(long at) {
        return Integer.toUnsignedLong(bytes.get(JAVA_INT_UNALIGNED, at));
    }
}
