// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.LongStream;

/// One message of a protocol buffer (Protocol Buffers, *Encoding*), field by field. Every method throws
/// [IllegalArgumentException] where the bytes are none.
///
/// Confined to one reader.
public final class ProtobufMessage {
    private final ByteBuffer bytes;
    private int tag;

    /// @param bytes of one message, which are not copied
    public ProtobufMessage(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    private ProtobufMessage(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Whether there is a further field; moves to it.
    public boolean next() {
        if (!bytes.hasRemaining()) {
            return false;
        }
        tag = (int) number();
        return true;
    }

    /// The number of the field.
    public int field() {
        return tag >>> 3;
    }

    /// A number.
    public long varint() {
        require(0);
        return number();
    }

    /// The numbers of a field that may stand there many times, one of them or all together.
    public long[] varints() {
        if ((tag & 7) == 0) {
            return new long[] {number()};
        }
        ProtobufMessage packed = message();
        LongStream.Builder numbers = LongStream.builder();
        while (packed.bytes.hasRemaining()) {
            numbers.add(packed.number());
        }
        return numbers.build().toArray();
    }

    /// A number of four bytes.
    public float floating() {
        require(5);
        return need(4).getFloat();
    }

    /// A copy of the bytes of a text, or of anything else.
    public byte[] bytes() {
        byte[] content = new byte[slice().remaining()];
        bytes.get(bytes.position() - content.length, content);
        return content;
    }

    /// A message inside of this one, which shares its bytes.
    public ProtobufMessage message() {
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

    /// Goes past the field.
    public void skip() {
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
