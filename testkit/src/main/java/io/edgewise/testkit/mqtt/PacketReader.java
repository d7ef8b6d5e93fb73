// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import io.edgewise.testkit.mqtt.Packet.Connack;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Disconnect;
import io.edgewise.testkit.mqtt.Packet.Pingreq;
import io.edgewise.testkit.mqtt.Packet.Pingresp;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Packet.Suback;
import io.edgewise.testkit.mqtt.Packet.Subscribe;
import io.edgewise.testkit.mqtt.Packet.Subscription;
import io.edgewise.testkit.mqtt.Packet.Unsuback;
import io.edgewise.testkit.mqtt.Packet.Unsubscribe;
import io.edgewise.testkit.mqtt.Packet.Will;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns bytes into packets (MQTT 5.0 section 2 and 3; MQTT 3.1.1 section 2 and 3).
///
/// A CONNECT it reads sets the version for all that follow, so a Server needs to know nothing beforehand.
///
/// Confined to one thread; give it a buffered stream, for it reads single bytes.
public final class PacketReader {
    /// Larger packets are refused before memory is taken for them.
    public static final int MAX_PACKET_BYTES = 16 << 20;

    private static final int CONTINUES = 0x80;
    private static final int MAX_LENGTH_SHIFT = 21;
    private static final int FLAGS_OF_SUBSCRIBE = 0b0010;

    private final InputStream in;
    private Version version;

    /// Reads from the stream, which the caller owns and closes.
    ///
    /// @param version of the connection, until a CONNECT says otherwise
    public PacketReader(InputStream in, Version version) {
        this.in = in;
        this.version = version;
    }

    /// The version in force.
    public Version version() {
        return version;
    }

    /// Waits for the next packet; empty when the peer closed between two packets.
    ///
    /// @throws MalformedPacketException for bytes that are no packet, or one of QoS 2 or of enhanced authentication
    /// @throws EOFException when the peer closed inside a packet
    public Optional<Packet> read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        int length = remainingLength();
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new EOFException("connection closed %d bytes into a packet of %d".formatted(content.length, length));
        }
        return Optional.of(decode(first >>> 4, first & 0x0F, content));
    }

    private int remainingLength() throws IOException {
        int length = 0;
        for (int shift = 0; shift <= MAX_LENGTH_SHIFT; shift += 7) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("connection closed inside a Remaining Length");
            }
            length |= (next & ~CONTINUES) << shift;
            if (next < CONTINUES) {
                return checked(length);
            }
        }
        throw new MalformedPacketException("fixed header", 0, "Remaining Length is longer than four bytes");
    }

    private static int checked(int length) throws MalformedPacketException {
        if (length > MAX_PACKET_BYTES) {
            throw new MalformedPacketException(
                    "fixed header", 0, "at most %d bytes expected, got %d".formatted(MAX_PACKET_BYTES, length));
        }
        return length;
    }

    private Packet decode(int type, int flags, byte[] content) throws MalformedPacketException {
        return switch (type) {
            case 1 -> whole("CONNECT", flags, 0, content, this::connect);
            case 2 -> whole("CONNACK", flags, 0, content, this::connack);
            case 3 -> whole("PUBLISH", flags, flags, content, in -> publish(flags, in));
            case 4 -> whole("PUBACK", flags, 0, content, this::puback);
            case 8 -> whole("SUBSCRIBE", flags, FLAGS_OF_SUBSCRIBE, content, this::subscribe);
            case 9 -> whole("SUBACK", flags, 0, content, this::suback);
            case 10 -> whole("UNSUBSCRIBE", flags, FLAGS_OF_SUBSCRIBE, content, this::unsubscribe);
            case 11 -> whole("UNSUBACK", flags, 0, content, this::unsuback);
            case 12 -> whole("PINGREQ", flags, 0, content, _ -> new Pingreq());
            case 13 -> whole("PINGRESP", flags, 0, content, _ -> new Pingresp());
            case 14 -> whole("DISCONNECT", flags, 0, content, this::disconnect);
            default -> throw new MalformedPacketException("packet type " + type, 0, "not known to the testkit");
        };
    }

    @FunctionalInterface
    private interface Content {
        Packet from(FieldReader in) throws MalformedPacketException;
    }

    private static Packet whole(String name, int flags, int expectedFlags, byte[] content, Content decoder)
            throws MalformedPacketException {
        FieldReader in = new FieldReader(name, content);
        if (flags != expectedFlags) {
            throw in.malformed("fixed header flags: expected %d, got %d".formatted(expectedFlags, flags));
        }
        Packet packet = decoder.from(in);
        if (in.hasMore()) {
            throw in.malformed("bytes left over");
        }
        return packet;
    }

    private Connect connect(FieldReader in) throws MalformedPacketException {
        if (!in.text().equals("MQTT")) {
            throw in.malformed("protocol name is not MQTT");
        }
        version = version(in, in.octet());
        int flags = in.octet();
        if ((flags & 1) != 0) {
            throw in.malformed("reserved connect flag is set");
        }
        Duration keepAlive = Duration.ofSeconds(in.twoBytes());
        Properties properties = properties(in);
        String clientId = in.text();
        Optional<Will> will = (flags & 0b100) == 0 ? Optional.empty() : Optional.of(will(flags, in));
        Optional<String> user = (flags & 0b1000_0000) == 0 ? Optional.empty() : Optional.of(in.text());
        Optional<Bytes> password = (flags & 0b100_0000) == 0 ? Optional.empty() : Optional.of(in.binary());
        return new Connect(version, clientId, (flags & 0b10) != 0, keepAlive, will, user, password, properties);
    }

    private static Version version(FieldReader in, int level) throws MalformedPacketException {
        for (Version each : Version.values()) {
            if (each.level() == level) {
                return each;
            }
        }
        throw in.malformed("protocol version: expected 4 or 5, got " + level);
    }

    private Will will(int flags, FieldReader in) throws MalformedPacketException {
        Properties properties = properties(in);
        return new Will(in.text(), in.binary(), qos(in, flags >>> 3 & 3), (flags & 0b10_0000) != 0, properties);
    }

    private Connack connack(FieldReader in) throws MalformedPacketException {
        int flags = in.octet();
        if (flags > 1) {
            throw in.malformed("acknowledge flags: expected 0 or 1, got " + flags);
        }
        return new Connack(flags == 1, in.octet(), optionalProperties(in));
    }

    private Publish publish(int flags, FieldReader in) throws MalformedPacketException {
        int qos = qos(in, flags >>> 1 & 3);
        String topic = in.text();
        int packetId = qos == 0 ? 0 : in.twoBytes();
        Properties properties = properties(in);
        return new Publish(topic, in.rest(), qos, (flags & 1) != 0, (flags & 0b1000) != 0, packetId, properties);
    }

    private Puback puback(FieldReader in) throws MalformedPacketException {
        return new Puback(in.twoBytes(), reasonCode(in), optionalProperties(in));
    }

    private Subscribe subscribe(FieldReader in) throws MalformedPacketException {
        int packetId = in.twoBytes();
        Properties properties = properties(in);
        List<Subscription> subscriptions = new ArrayList<>();
        while (in.hasMore()) {
            String filter = in.text();
            int options = in.octet();
            int retainHandling = options >>> 4 & 3;
            if (retainHandling == 3 || options > 0b11_1111) {
                throw in.malformed("subscription options 0x%02X".formatted(options));
            }
            subscriptions.add(new Subscription(
                    filter, qos(in, options & 3), (options & 0b100) != 0, (options & 0b1000) != 0, retainHandling));
        }
        return new Subscribe(packetId, subscriptions, properties);
    }

    private Suback suback(FieldReader in) throws MalformedPacketException {
        int packetId = in.twoBytes();
        Properties properties = properties(in);
        return new Suback(packetId, codes(in), properties);
    }

    private Unsuback unsuback(FieldReader in) throws MalformedPacketException {
        int packetId = in.twoBytes();
        Properties properties = properties(in);
        return new Unsuback(packetId, codes(in), properties);
    }

    private Unsubscribe unsubscribe(FieldReader in) throws MalformedPacketException {
        int packetId = in.twoBytes();
        Properties properties = properties(in);
        List<String> filters = new ArrayList<>();
        while (in.hasMore()) {
            filters.add(in.text());
        }
        return new Unsubscribe(packetId, filters, properties);
    }

    private Disconnect disconnect(FieldReader in) throws MalformedPacketException {
        return new Disconnect(reasonCode(in), optionalProperties(in));
    }

    private static List<Integer> codes(FieldReader in) throws MalformedPacketException {
        List<Integer> codes = new ArrayList<>();
        while (in.hasMore()) {
            codes.add(in.octet());
        }
        return codes;
    }

    private int reasonCode(FieldReader in) throws MalformedPacketException {
        return version == Version.V5 && in.hasMore() ? in.octet() : ReasonCode.SUCCESS;
    }

    private Properties optionalProperties(FieldReader in) throws MalformedPacketException {
        return in.hasMore() ? properties(in) : Properties.NONE;
    }

    private Properties properties(FieldReader in) throws MalformedPacketException {
        return version == Version.V5 ? in.properties() : Properties.NONE;
    }

    private static int qos(FieldReader in, int bits) throws MalformedPacketException {
        if (bits == 3) {
            throw in.malformed("QoS: expected 0, 1 or 2, got 3");
        }
        return bits;
    }
}
