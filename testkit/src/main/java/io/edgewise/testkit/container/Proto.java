// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A protocol buffer to be written, field by field. Confined to one test.
public final class Proto {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public Proto number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    public Proto text(int field, String value) {
        return content(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public Proto message(int field, Proto value) {
        return content(field, value.bytes());
    }

    /// Numbers of one field, all together.
    public Proto packed(int field, long... values) {
        Proto numbers = new Proto();
        for (long value : values) {
            numbers.varint(value);
        }
        return content(field, numbers.bytes());
    }

    private Proto content(int field, byte... value) {
        varint(((long) field << 3) | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /// The message.
    public byte[] bytes() {
        return out.toByteArray();
    }
}
