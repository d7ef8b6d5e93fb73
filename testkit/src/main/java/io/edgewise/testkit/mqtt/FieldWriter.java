// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.testkit.mqtt.Property.Form;
import java.io.ByteArrayOutputStream;

/// Writes the data types of MQTT 5.0 section 1.5 into memory. Confined to the thread that made it.
final class FieldWriter {
    private static final int MAX_TWO_BYTES = 0xFFFF;
    private static final int CONTINUES = 0x80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    FieldWriter octet(int value) {
        out.write(value);
        return this;
    }

    FieldWriter twoBytes(int value) {
        return octet(value >>> 8).octet(value);
    }

    FieldWriter fourBytes(long value) {
        return twoBytes((int) (value >>> 16) & MAX_TWO_BYTES).twoBytes((int) value & MAX_TWO_BYTES);
    }

    /// Seven bits a byte, lowest first (section 1.5.5).
    FieldWriter variableBytes(long value) {
        long rest = value;
        while (rest >= CONTINUES) {
            octet((int) (rest % CONTINUES) | CONTINUES);
            rest /= CONTINUES;
        }
        return octet((int) rest);
    }

    FieldWriter text(String value) {
        return prefixed(value.getBytes(UTF_8));
    }

    FieldWriter binary(Bytes value) {
        return prefixed(value.toArray());
    }

    FieldWriter raw(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    FieldWriter properties(Properties properties) {
        FieldWriter inner = new FieldWriter();
        properties.entries().forEach(inner::property);
        byte[] content = inner.toByteArray();
        return variableBytes(content.length).raw(content);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private void property(Properties.Entry entry) {
        octet(entry.property().identifier());
        FieldWriter _ = switch (entry.value()) {
            case Properties.Value.Numeric(long number) ->
                number(entry.property().form(), number);
            case Properties.Value.Text(String text) -> text(text);
            case Properties.Value.Binary(Bytes bytes) -> binary(bytes);
            case Properties.Value.Pair(String name, String value) -> text(name).text(value);
        };
    }

    private FieldWriter number(Form form, long number) {
        return switch (form) {
            case BYTE -> octet((int) number);
            case TWO_BYTES -> twoBytes((int) number);
            case FOUR_BYTES -> fourBytes(number);
            case VARIABLE_BYTES -> variableBytes(number);
            case TEXT, BINARY, TEXT_PAIR -> throw new IllegalStateException(form + " is no number");
        };
    }

    private FieldWriter prefixed(byte[] content) {
        if (content.length > MAX_TWO_BYTES) {
            throw new IllegalArgumentException(
                    "a text or binary field holds at most 65535 bytes, got " + content.length);
        }
        return twoBytes(content.length).raw(content);
    }
}
