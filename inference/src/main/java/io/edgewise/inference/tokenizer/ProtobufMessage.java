// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One message of a protocol buffer (Protocol Buffers, *Encoding*), field by field. Every method throws
/// [IllegalArgumentException] where the bytes are none.
///
/// Confined to one reader.
final class ProtobufMessage {
    private final ByteBuffer bytes;
    private int tag;

    ProtobufMessage(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    private ProtobufMessage(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Whether there is a further field; moves to it.
    boolean next() {
        if (!bytes.hasRemaining()) {
            return false;
        }
        tag = (int) number();
        return true;
    }

    int field() {
        return tag >>> 3;
    }

    long varint() {
        require(0);
        return number();
    }

    float floating() {
        require(5);
        return need(4).getFloat();
    }

    byte[] bytes() {
        byte[] content = new byte[slice().remaining()];
        bytes.get(bytes.position() - content.length, content);
        return content;
    }

    ProtobufMessage message() {
        return new ProtobufMessage(slice());
    }

    private ByteBuffer slice() {
        require(2);
        long length = number();
        need(length);
        ByteBuffer slice = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return slice;
    }

    void skip() {
        switch (tag & 7) {
            case 0 -> number();
            case 1 -> need(8).getLong();
            case 2 -> slice();
            case 5 -> need(4).getInt();
            default -> throw new IllegalArgumentException("unknown wire type " + (tag & 7));
        }
    }

    private long number() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = need(1).get();
            number |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number at offset " + bytes.position() + " does not end");
    }

    private void require(int wireType) {
        if ((tag & 7) != wireType) {
            throw new IllegalArgumentException(
                    "field %d has the wire type %d and not %d".formatted(field(), tag & 7, wireType));
        }
    }

    private ByteBuffer need(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new IllegalArgumentException("it ends in the middle of a field");
        }
        return bytes;
    }
}
