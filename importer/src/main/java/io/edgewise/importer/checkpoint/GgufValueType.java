// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Scalar;
import java.util.Arrays;
import java.util.Optional;

/// The types of values in the metadata of a GGUF file. Source: `docs/gguf.md` of ggml-org/ggml, "File
/// Structure".
enum GgufValueType {
    UINT8(0, 1),
    INT8(1, 1),
    UINT16(2, 2),
    INT16(3, 2),
    UINT32(4, 4),
    INT32(5, 4),
    FLOAT32(6, 4),
    BOOL(7, 1),
    STRING(8, 8),
    ARRAY(9, 12),
    UINT64(10, 8),
    INT64(11, 8),
    FLOAT64(12, 8);

    /// Chat templates have some kilobytes.
    private static final int MOST_TEXT_BYTES = 1 << 20;

    private final int number;
    private final int leastBytes;

    GgufValueType(int number, int leastBytes) {
        this.number = number;
        this.leastBytes = leastBytes;
    }

    /// The type with this number in files, if there is one.
    static Optional<GgufValueType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    /// Bytes of a value; of a text or a list, those of an empty one.
    int leastBytes() {
        return leastBytes;
    }

    /// Whether it is a whole number.
    boolean isWhole() {
        return this != FLOAT32 && this != FLOAT64 && this != BOOL && this != STRING && this != ARRAY;
    }

    /// One value.
    ///
    /// @param what it is, for a sentence
    Scalar read(GgufReader reader, String what) {
        return switch (this) {
            case UINT8 -> number(Integer.toString(reader.unsignedByte(what)));
            case INT8 -> number(Integer.toString((byte) reader.unsignedByte(what)));
            case UINT16 -> number(Integer.toString(reader.number16(what) & 0xffff));
            case INT16 -> number(Integer.toString(reader.number16(what)));
            case UINT32 -> number(Integer.toUnsignedString(reader.number32(what)));
            case INT32 -> number(Integer.toString(reader.number32(what)));
            case FLOAT32 -> number(Float.toString(Float.intBitsToFloat(reader.number32(what))));
            case BOOL -> flag(reader, what);
            case STRING -> new Scalar(reader.text(what, MOST_TEXT_BYTES), Kind.TEXT, 0);
            case UINT64 -> number(Long.toUnsignedString(reader.number64(what)));
            case INT64 -> number(Long.toString(reader.number64(what)));
            case FLOAT64 -> number(Double.toString(Double.longBitsToDouble(reader.number64(what))));
            case ARRAY -> throw reader.damaged(what + " is a list, where one value is expected");
        };
    }

    private static Scalar number(String raw) {
        return new Scalar(raw, Kind.NUMBER, 0);
    }

    private static Scalar flag(GgufReader reader, String what) {
        int flag = reader.unsignedByte(what);
        if (flag > 1) {
            throw reader.damaged(what + " is neither true nor false, but " + flag);
        }
        return new Scalar(flag == 1 ? "true" : "false", Kind.FLAG, 0);
    }
}
