// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.List;

/// The element type of a tensor. Source: TensorFlow 2.21, `TfLiteType` in `core/c/c_api_types.h` (its numbers
/// differ from the flatbuffer's `TensorType`).
public enum TensorType {
    NO_TYPE(0, 0),
    FLOAT32(1, 4),
    INT32(2, 4),
    UINT8(3, 1),
    INT64(4, 8),
    STRING(5, 0),
    BOOL(6, 1),
    INT16(7, 2),
    COMPLEX64(8, 8),
    INT8(9, 1),
    FLOAT16(10, 2),
    FLOAT64(11, 8),
    COMPLEX128(12, 16),
    UINT64(13, 8),
    RESOURCE(14, 0),
    VARIANT(15, 0),
    UINT32(16, 4),
    UINT16(17, 2),
    INT4(18, 0),
    /// A type that is newer than this class.
    UNKNOWN(-1, 0);

    /// In the order of the flatbuffer's `TensorType`.
    private static final List<TensorType> BY_SCHEMA = List.of(
            FLOAT32,
            FLOAT16,
            INT32,
            UINT8,
            INT64,
            STRING,
            BOOL,
            INT16,
            COMPLEX64,
            INT8,
            FLOAT64,
            COMPLEX128,
            UINT64,
            RESOURCE,
            VARIANT,
            UINT32,
            UINT16,
            INT4);

    private final int code;
    private final int bytes;

    TensorType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    static TensorType of(int code) {
        for (TensorType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return UNKNOWN;
    }

    /// By the number of the flatbuffer's `TensorType`, which is what model files have.
    static TensorType ofSchema(int number) {
        return number >= 0 && number < BY_SCHEMA.size() ? BY_SCHEMA.get(number) : UNKNOWN;
    }

    /// Whether elements are objects of the library, without memory that could be read or written.
    boolean isObject() {
        return switch (this) {
            case NO_TYPE, RESOURCE, VARIANT, UNKNOWN -> true;
            default -> false;
        };
    }

    /// Bytes of one element; 0 when elements have no fixed size or share bytes.
    public int elementBytes() {
        return bytes;
    }
}
