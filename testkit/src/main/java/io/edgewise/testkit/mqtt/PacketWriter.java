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
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Turns packets into bytes, for either version (MQTT 5.0 section 2 and 3; MQTT 3.1.1 section 2 and 3).
///
/// Each packet leaves in one `write`, so that it is one segment on a socket with TCP_NODELAY.
///
/// Confined to one thread at a time; the caller serialises.
public final class PacketWriter {
    private static final int FLAGS_OF_SUBSCRIBE = 0b0010;

    private final OutputStream out;
    private final Version version;

    /// Writes to the stream, which the caller owns and closes.
    public PacketWriter(OutputStream out, Version version) {
        this.out = out;
        this.version = version;
    }

    /// Writes and flushes one packet.
    ///
    /// @throws IllegalArgumentException when the packet has properties or codes that MQTT 3.1.1 cannot carry
    public void write(Packet packet) throws IOException {
        out.write(encode(packet, version));
        out.flush();
    }

    /// The bytes of one packet. A CONNECT is written in its own version, whatever `version` says.
    public static byte[] encode(Packet packet, Version version) {
        return switch (packet) {
            case Connect connect -> frame(0x10, connect(connect));
            case Connack connack -> frame(0x20, connack(connack, version));
            case Publish publish -> frame(0x30 | flags(publish), publish(publish, version));
            case Puback puback -> frame(0x40, puback(puback, version));
            case Subscribe subscribe -> frame(0x80 | FLAGS_OF_SUBSCRIBE, subscribe(subscribe, version));
            case Suback(int id, List<Integer> codes, Properties properties) ->
                frame(0x90, codes(id, codes, properties, version));
            case Unsubscribe unsubscribe -> frame(0xA0 | FLAGS_OF_SUBSCRIBE, unsubscribe(unsubscribe, version));
            case Unsuback(int id, List<Integer> codes, Properties properties) ->
                frame(0xB0, codes(id, version == Version.V5 ? codes : List.of(), properties, version));
            case Pingreq() -> frame(0xC0, new FieldWriter());
            case Pingresp() -> frame(0xD0, new FieldWriter());
            case Disconnect disconnect -> frame(0xE0, disconnect(disconnect, version));
        };
    }

    private static byte[] frame(int firstByte, FieldWriter content) {
        byte[] rest = content.toByteArray();
        return new FieldWriter()
                .octet(firstByte)
                .variableBytes(rest.length)
                .raw(rest)
                .toByteArray();
    }

    private static FieldWriter connect(Connect connect) {
        FieldWriter out = new FieldWriter()
                .text("MQTT")
                .octet(connect.version().level())
                .octet(flags(connect))
                .twoBytes((int) connect.keepAlive().toSeconds());
        properties(out, connect.properties(), connect.version(), "CONNECT").text(connect.clientId());
        connect.will().ifPresent(will -> {
            properties(out, will.properties(), connect.version(), "a Will").text(will.topic());
            out.binary(will.payload());
        });
        connect.userName().ifPresent(out::text);
        connect.password().ifPresent(out::binary);
        return out;
    }

    private static int flags(Connect connect) {
        int flags = connect.cleanStart() ? 0b10 : 0;
        if (connect.will().isPresent()) {
            Will will = connect.will().get();
            flags |= 0b100 | will.qos() << 3 | (will.retain() ? 0b10_0000 : 0);
        }
        flags |= connect.password().isPresent() ? 0b100_0000 : 0;
        return flags | (connect.userName().isPresent() ? 0b1000_0000 : 0);
    }

    private static FieldWriter connack(Connack connack, Version version) {
        FieldWriter out =
                new FieldWriter().octet(connack.sessionPresent() ? 1 : 0).octet(connack.reasonCode());
        return properties(out, connack.properties(), version, "CONNACK");
    }

    private static int flags(Publish publish) {
        return (publish.dup() ? 0b1000 : 0) | publish.qos() << 1 | (publish.retain() ? 1 : 0);
    }

    private static FieldWriter publish(Publish publish, Version version) {
        FieldWriter out = new FieldWriter().text(publish.topic());
        if (publish.qos() > 0) {
            out.twoBytes(publish.packetId());
        }
        return properties(out, publish.properties(), version, "PUBLISH")
                .raw(publish.payload().toArray());
    }

    private static FieldWriter puback(Puback puback, Version version) {
        FieldWriter out = new FieldWriter().twoBytes(puback.packetId());
        if (version == Version.V3_1_1) {
            refuse(
                    puback.reasonCode() != ReasonCode.SUCCESS
                            || !puback.properties().isEmpty(),
                    "PUBACK");
            return out;
        }
        return shortened(out, puback.reasonCode(), puback.properties());
    }

    private static FieldWriter subscribe(Subscribe subscribe, Version version) {
        FieldWriter out = new FieldWriter().twoBytes(subscribe.packetId());
        properties(out, subscribe.properties(), version, "SUBSCRIBE");
        for (Subscription each : subscribe.subscriptions()) {
            int options =
                    (each.noLocal() ? 0b100 : 0) | (each.retainAsPublished() ? 0b1000 : 0) | each.retainHandling() << 4;
            refuse(version == Version.V3_1_1 && options != 0, "SUBSCRIBE");
            out.text(each.filter()).octet(options | each.qos());
        }
        return out;
    }

    private static FieldWriter unsubscribe(Unsubscribe unsubscribe, Version version) {
        FieldWriter out = new FieldWriter().twoBytes(unsubscribe.packetId());
        properties(out, unsubscribe.properties(), version, "UNSUBSCRIBE");
        unsubscribe.filters().forEach(out::text);
        return out;
    }

    private static FieldWriter codes(int id, List<Integer> codes, Properties properties, Version version) {
        FieldWriter out = properties(new FieldWriter().twoBytes(id), properties, version, "SUBACK or UNSUBACK");
        codes.forEach(out::octet);
        return out;
    }

    private static FieldWriter disconnect(Disconnect disconnect, Version version) {
        FieldWriter out = new FieldWriter();
        if (version == Version.V3_1_1) {
            refuse(!disconnect.equals(Disconnect.NORMAL), "DISCONNECT");
            return out;
        }
        return shortened(out, disconnect.reasonCode(), disconnect.properties());
    }

    /// The reason code may be left out when it is 0 and there are no properties (sections 3.4.2.1 and 3.14.2.1).
    private static FieldWriter shortened(FieldWriter out, int reasonCode, Properties properties) {
        if (!properties.isEmpty()) {
            return out.octet(reasonCode).properties(properties);
        }
        return reasonCode == ReasonCode.SUCCESS ? out : out.octet(reasonCode);
    }

    private static FieldWriter properties(FieldWriter out, Properties properties, Version version, String packet) {
        if (version == Version.V5) {
            return out.properties(properties);
        }
        refuse(!properties.isEmpty(), packet);
        return out;
    }

    private static void refuse(boolean notInOldVersion, String packet) {
        if (notInOldVersion) {
            throw new IllegalArgumentException(
                    "MQTT 3.1.1 cannot say this: " + packet + " has no properties, options or reason codes there");
        }
    }
}
