// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Bytes against the tables of the specifications, field by field, in both directions. Longer than other files: the
/// packets are written out byte by byte, so that they can be held against the specifications.
class PacketCodecTest {
    @Test
    void connectOfVersion5WithWillAndCredentials() throws IOException {
        Will will = new Will("w/1", Bytes.utf8("gone"), 1, true, Properties.NONE.with(Property.WILL_DELAY_INTERVAL, 5));
        Connect connect = new Connect(
                Version.V5,
                "dev",
                true,
                Duration.ofSeconds(30),
                Optional.of(will),
                Optional.of("gw"),
                Optional.of(Bytes.utf8("pw")),
                Properties.NONE.with(Property.SESSION_EXPIRY_INTERVAL, 3600).with(Property.RECEIVE_MAXIMUM, 64));

        same(
                connect,
                Version.V5,
                0x10, // CONNECT, flags 0
                49, // Remaining Length
                0, // protocol name: length
                4,
                'M',
                'Q',
                'T',
                'T',
                5, // protocol version
                0b1110_1110, // user name, password, will retain, will QoS 1, will, clean start
                0, // keep alive: 30 s
                30,
                8, // properties: length
                0x11, // Session Expiry Interval: 3600 s
                0,
                0,
                0x0E,
                0x10,
                0x21, // Receive Maximum: 64
                0,
                64,
                0, // client id: length
                3,
                'd',
                'e',
                'v',
                5, // will properties: length
                0x18, // Will Delay Interval: 5 s
                0,
                0,
                0,
                5,
                0, // will topic: length
                3,
                'w',
                '/',
                '1',
                0, // will payload: length
                4,
                'g',
                'o',
                'n',
                'e',
                0, // user name: length
                2,
                'g',
                'w',
                0, // password: length
                2,
                'p',
                'w');
    }

    @Test
    void connectOfVersion311HasNoProperties() throws IOException {
        Connect connect = ConnectOptions.to(1)
                .withVersion(Version.V3_1_1)
                .withClientId("a")
                .withKeepAlive(Duration.ofMinutes(5))
                .connect();

        same(
                connect,
                Version.V3_1_1,
                0x10, // CONNECT, flags 0
                13, // Remaining Length
                0, // protocol name: length
                4,
                'M',
                'Q',
                'T',
                'T',
                4, // protocol version
                0b0000_0010, // clean session
                1, // keep alive: 5 min
                44,
                0, // client id: length
                1,
                'a');
    }

    @Test
    void connackWithProperties() throws IOException {
        Properties properties =
                Properties.NONE.with(Property.RECEIVE_MAXIMUM, 32768).with(Property.MAXIMUM_PACKET_SIZE, 0xFFFF_FFFFL);

        same(
                new Connack(true, ReasonCode.SUCCESS, properties),
                Version.V5,
                0x20, // CONNACK, flags 0
                11, // Remaining Length
                1, // session present
                0, // reason code: success
                8, // properties: length
                0x21, // Receive Maximum: 32768
                0x80,
                0,
                0x27, // Maximum Packet Size: the largest
                0xFF,
                0xFF,
                0xFF,
                0xFF);
    }

    @Test
    void connackOfVersion311() throws IOException {
        same(
                new Connack(false, 5, Properties.NONE),
                Version.V3_1_1,
                0x20, // CONNACK, flags 0
                2, // Remaining Length
                0, // no session present
                5); // return code: not authorized
    }

    @Test
    void publishWithEveryPropertyOfAMessage() throws IOException {
        Publish publish = Publish.of("t/é", "hi")
                .withPacketId(258)
                .retained()
                .duplicate()
                .with(Property.PAYLOAD_FORMAT_INDICATOR, 1)
                .with(Property.MESSAGE_EXPIRY_INTERVAL, 60)
                .with(Property.CONTENT_TYPE, "x")
                .with(Property.RESPONSE_TOPIC, "r")
                .with(Property.CORRELATION_DATA, Bytes.of(0, 0xFF))
                .withUser("k", "1")
                .withUser("k", "2")
                .with(Property.SUBSCRIPTION_IDENTIFIER, 200);

        same(
                publish,
                Version.V5,
                0b0011_1011, // PUBLISH, dup, QoS 1, retain
                48, // Remaining Length
                0, // topic: length of the UTF-8, two bytes for é
                4,
                't',
                '/',
                0xC3,
                0xA9,
                1, // Packet Identifier: 258
                2,
                37, // properties: length
                0x01, // Payload Format Indicator: UTF-8
                1,
                0x02, // Message Expiry Interval: 60 s
                0,
                0,
                0,
                60,
                0x03, // Content Type
                0,
                1,
                'x',
                0x08, // Response Topic
                0,
                1,
                'r',
                0x09, // Correlation Data: two bytes, not a text
                0,
                2,
                0,
                0xFF,
                0x26, // User Property k=1
                0,
                1,
                'k',
                0,
                1,
                '1',
                0x26, // User Property k=2, after the other
                0,
                1,
                'k',
                0,
                1,
                '2',
                0x0B, // Subscription Identifier: 200 as a Variable Byte Integer
                0xC8,
                1,
                'h', // payload
                'i');
    }

    @Test
    void publishOfVersion311AtQos0HasNeitherIdentifierNorProperties() throws IOException {
        same(
                Publish.of("t", "hi").withQos(0),
                Version.V3_1_1,
                0b0011_0000, // PUBLISH, QoS 0
                5, // Remaining Length
                0, // topic: length
                1,
                't',
                'h', // payload
                'i');
    }

    @Test
    void remainingLengthTakesTwoBytesFrom128() throws IOException {
        byte[] encoded = PacketWriter.encode(Publish.of("t", "x".repeat(125)).withQos(0), Version.V3_1_1);

        assertThat(Bytes.of(encoded).toArray()).startsWith(0x30, 0x80, 0x01);
        assertThat(read(Version.V3_1_1, encoded))
                .isEqualTo(Publish.of("t", "x".repeat(125)).withQos(0));
    }

    @Test
    void pubackLeavesOutASuccessCode() throws IOException {
        same(
                new Puback(3, ReasonCode.SUCCESS),
                Version.V5,
                0x40, // PUBACK, flags 0
                2, // Remaining Length: the reason code is left out
                0, // Packet Identifier: 3
                3);
    }

    @Test
    void pubackWithAReasonCode() throws IOException {
        same(
                new Puback(3, ReasonCode.NOT_AUTHORIZED),
                Version.V5,
                0x40, // PUBACK, flags 0
                3, // Remaining Length: the properties are left out
                0, // Packet Identifier: 3
                3,
                0x87); // reason code: not authorized
    }

    @Test
    void pubackWithAReasonString() throws IOException {
        same(
                new Puback(3, ReasonCode.QUOTA_EXCEEDED, Properties.NONE.with(Property.REASON_STRING, "no")),
                Version.V5,
                0x40, // PUBACK, flags 0
                9, // Remaining Length
                0, // Packet Identifier: 3
                3,
                0x97, // reason code: quota exceeded
                5, // properties: length
                0x1F, // Reason String
                0,
                2,
                'n',
                'o');
    }

    @Test
    void subscribeWithOptions() throws IOException {
        Subscription plain = Subscription.of("a/+", 0);
        Subscription optioned =
                new Subscription("b/#", 1, true, true, 0).withRetainHandling(2).withNoLocal();

        same(
                new Subscribe(9, List.of(plain, optioned), Properties.NONE),
                Version.V5,
                0x82, // SUBSCRIBE, flags 0010
                15, // Remaining Length
                0, // Packet Identifier: 9
                9,
                0, // properties: none
                0, // first filter
                3,
                'a',
                '/',
                '+',
                0, // options: QoS 0
                0, // second filter
                3,
                'b',
                '/',
                '#',
                0b0010_1101); // options: retain handling 2, retain as published, no local, QoS 1
    }

    @Test
    void subackAndUnsuback() throws IOException {
        same(
                new Suback(9, List.of(1, 0x87), Properties.NONE),
                Version.V5,
                0x90, // SUBACK, flags 0
                5, // Remaining Length
                0, // Packet Identifier: 9
                9,
                0, // properties: none
                1, // first filter: granted at QoS 1
                0x87); // second filter: not authorized
        same(
                new Unsuback(9, List.of(0x11), Properties.NONE),
                Version.V5,
                0xB0, // UNSUBACK, flags 0
                4, // Remaining Length
                0, // Packet Identifier: 9
                9,
                0, // properties: none
                0x11); // no subscription existed
        same(
                new Unsuback(9, List.of(), Properties.NONE),
                Version.V3_1_1,
                0xB0, // UNSUBACK, flags 0
                2, // Remaining Length: no codes in this version
                0, // Packet Identifier: 9
                9);
    }

    @Test
    void unsubscribe() throws IOException {
        same(
                new Unsubscribe(10, List.of("a"), Properties.NONE),
                Version.V3_1_1,
                0xA2, // UNSUBSCRIBE, flags 0010
                5, // Remaining Length
                0, // Packet Identifier: 10
                10,
                0, // filter
                1,
                'a');
    }

    @Test
    void packetsWithoutContent() throws IOException {
        same(new Pingreq(), Version.V5, 0xC0, 0);
        same(new Pingresp(), Version.V5, 0xD0, 0);
        same(Disconnect.NORMAL, Version.V5, 0xE0, 0);
        same(Disconnect.NORMAL, Version.V3_1_1, 0xE0, 0);
    }

    @Test
    void disconnectWithReasonAndSessionExpiry() throws IOException {
        same(
                new Disconnect(0x04, Properties.NONE.with(Property.SESSION_EXPIRY_INTERVAL, 1)),
                Version.V5,
                0xE0, // DISCONNECT, flags 0
                7, // Remaining Length
                4, // reason code: disconnect with Will Message
                5, // properties: length
                0x11, // Session Expiry Interval: 1 s
                0,
                0,
                0,
                1);
    }

    @Test
    void readerTakesTheVersionFromConnect() throws IOException {
        // Given a 3.1.1 CONNECT and a 3.1.1 PUBLISH, read by a reader that expects version 5
        byte[] connect = PacketWriter.encode(
                ConnectOptions.to(1).withVersion(Version.V3_1_1).connect(), Version.V5);
        byte[] publish = PacketWriter.encode(Publish.of("t", "hi").withPacketId(1), Version.V3_1_1);
        byte[] both = new FieldWriter().raw(connect).raw(publish).toByteArray();
        PacketReader reader = new PacketReader(new ByteArrayInputStream(both), Version.V5);

        // When
        reader.read();

        // Then
        assertThat(reader.version()).isEqualTo(Version.V3_1_1);
        assertThat(reader.read()).contains(Publish.of("t", "hi").withPacketId(1));
        assertThat(reader.read()).isEmpty();
    }

    @Test
    void version311RefusesWhatItCannotSay() {
        Publish withProperty = Publish.of("t", "x").with(Property.CONTENT_TYPE, "text/plain");

        assertThatThrownBy(() -> PacketWriter.encode(withProperty, Version.V3_1_1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MQTT 3.1.1")
                .hasMessageContaining("PUBLISH");
        assertThatThrownBy(() -> PacketWriter.encode(new Puback(1, 0x87), Version.V3_1_1))
                .hasMessageContaining("PUBACK");
        assertThatThrownBy(() -> PacketWriter.encode(
                        new Subscribe(1, List.of(Subscription.of("a", 1).withNoLocal()), Properties.NONE),
                        Version.V3_1_1))
                .hasMessageContaining("SUBSCRIBE");
    }

    private static void same(Packet packet, Version version, int... octets) throws IOException {
        byte[] bytes = Bytes.of(octets).toArray();
        assertThat(PacketWriter.encode(packet, version)).containsExactly(bytes);
        assertThat(read(version, bytes)).isEqualTo(packet);
    }

    private static Packet read(Version version, byte[] bytes) throws IOException {
        return new PacketReader(new ByteArrayInputStream(bytes), version).read().orElseThrow();
    }
}
