// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.testkit.mqtt.Properties.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the data types of MQTT 5.0 section 1.5 from one packet's content. Confined to the thread that made it.
///
/// Every method throws [MalformedPacketException] with the offset when the content ends too early or is not allowed.
final class FieldReader {
    private static final int CONTINUES = 0x80;
    private static final int MAX_VARIABLE_SHIFT = 21;

    private final String packet;
    private final byte[] content;
    private int position;
    private int end;

    FieldReader(String packet, byte[] content) {
        this.packet = packet;
        this.content = content;
        this.end = content.length;
    }

    boolean hasMore() {
        return position < end;
    }

    int octet() throws MalformedPacketException {
        need(1);
        return content[position++] & 0xFF;
    }

    int twoBytes() throws MalformedPacketException {
        need(2);
        return octet() << 8 | octet();
    }

    long fourBytes() throws MalformedPacketException {
        need(4);
        return (long) twoBytes() << 16 | twoBytes();
    }

    int variableBytes() throws MalformedPacketException {
        int value = 0;
        for (int shift = 0; shift <= MAX_VARIABLE_SHIFT; shift += 7) {
            int next = octet();
            value |= (next & ~CONTINUES) << shift;
            if (next < CONTINUES) {
                return value;
            }
        }
        throw malformed("a Variable Byte Integer is longer than four bytes");
    }

    /// Well-formed UTF-8 without U+0000 (section 1.5.4).
    String text() throws MalformedPacketException {
        byte[] encoded = take(twoBytes());
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded)).toString();
            if (text.indexOf('\0') >= 0) {
                throw malformed("U+0000 in a text");
            }
            return text;
        } catch (CharacterCodingException e) {
            MalformedPacketException malformed = malformed("not well-formed UTF-8");
            malformed.initCause(e);
            throw malformed;
        }
    }

    Bytes binary() throws MalformedPacketException {
        return Bytes.of(take(twoBytes()));
    }

    Bytes rest() throws MalformedPacketException {
        return Bytes.of(take(end - position));
    }

    Properties properties() throws MalformedPacketException {
        int length = variableBytes();
        need(length);
        int outerEnd = end;
        end = position + length;
        List<Properties.Entry> entries = new ArrayList<>();
        Set<Property> seen = new HashSet<>();
        while (hasMore()) {
            Properties.Entry entry = property();
            if (!seen.add(entry.property()) && !entry.property().repeats()) {
                throw malformed(entry.property() + " occurs twice");
            }
            entries.add(entry);
        }
        end = outerEnd;
        return new Properties(entries);
    }

    MalformedPacketException malformed(String what) {
        return new MalformedPacketException(packet, position, what);
    }

    private Properties.Entry property() throws MalformedPacketException {
        int identifier = variableBytes();
        Property property =
                Property.of(identifier).orElseThrow(() -> malformed("unknown property 0x%02X".formatted(identifier)));
        Value value = switch (property.form()) {
            case BYTE -> new Value.Numeric(octet());
            case TWO_BYTES -> new Value.Numeric(twoBytes());
            case FOUR_BYTES -> new Value.Numeric(fourBytes());
            case VARIABLE_BYTES -> new Value.Numeric(variableBytes());
            case TEXT -> new Value.Text(text());
            case BINARY -> new Value.Binary(binary());
            case TEXT_PAIR -> new Value.Pair(text(), text());
        };
        return new Properties.Entry(property, value);
    }

    private byte[] take(int length) throws MalformedPacketException {
        need(length);
        byte[] taken = Arrays.copyOfRange(content, position, position + length);
        position += length;
        return taken;
    }

    private void need(int length) throws MalformedPacketException {
        if (end - position < length) {
            throw malformed("expected %d more bytes, got %d".formatted(length, end - position));
        }
    }
}
