// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.mqtt.Packet.Publish;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a peer may send wrongly, and that nothing but the two declared exceptions comes of it.
class MalformedPacketTest {
    private static final long SEED = 20261122;

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            00 00                         | packet type 0, byte 0: not known
            62 02 00 01                   | packet type 6, byte 0: not known
            F0 00                         | packet type 15, byte 0: not known
            C1 00                         | PINGREQ, byte 0: fixed header flags: expected 0, got 1
            80 00                         | SUBSCRIBE, byte 0: fixed header flags: expected 2, got 0
            C0 01 00                      | PINGREQ, byte 0: bytes left over
            36 04 00 01 74 00             | PUBLISH, byte 0: QoS: expected 0, 1 or 2, got 3
            30 03 00 09 74                | PUBLISH, byte 2: expected 9 more bytes, got 1
            30 06 00 01 74 02 7F 00       | PUBLISH, byte 5: unknown property 0x7F
            30 08 00 01 74 04 01 01 01 01 | PUBLISH, byte 8: PAYLOAD_FORMAT_INDICATOR occurs twice
            30 05 00 02 C3 28 00          | PUBLISH, byte 4: not well-formed UTF-8
            30 04 00 01 00 00             | PUBLISH, byte 3: U+0000 in a text
            20 02 02 00                   | CONNACK, byte 1: acknowledge flags: expected 0 or 1, got 2
            10 07 00 04 4D 51 54 54 03    | CONNECT, byte 7: protocol version: expected 4 or 5, got 3
            10 04 00 02 4D 51             | CONNECT, byte 4: protocol name is not MQTT
            30 FF FF FF FF 01             | fixed header, byte 0: Remaining Length is longer than four bytes
            30 FF FF FF 7F                | fixed header, byte 0: at most 16777216 bytes expected, got 268435455
            82 07 00 01 00 00 01 61 30    | SUBSCRIBE, byte 7: subscription options 0x30
            """)
    void namesThePacketAndTheByte(String hex, String message) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"30", "30 80", "30 05 00 01"})
    void tellsATruncatedPacketFromTheEnd(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(EOFException.class);
    }

    @Test
    void randomBytesEndInADeclaredException() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(40)];
            random.nextBytes(bytes);
            // A length that fits lets the content be looked at instead of running into the end each time.
            if (bytes.length > 1) {
                bytes[1] = (byte) (bytes.length - 2);
            }
            assertReadable(bytes);
        }
    }

    @Test
    void aChangedBitEndsInADeclaredException() {
        byte[] valid = PacketWriter.encode(
                Publish.of("t/é", "hi")
                        .withPacketId(1)
                        .with(Property.RESPONSE_TOPIC, "r")
                        .with(Property.CORRELATION_DATA, Bytes.of(1, 2, 3))
                        .withUser("k", "v"),
                Version.V5);
        for (int bit = 0; bit < valid.length * 8; bit++) {
            byte[] changed = valid.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertReadable(changed);
        }
    }

    private static void assertReadable(byte[] bytes) {
        for (Version version : Version.values()) {
            try {
                assertThat(new PacketReader(new ByteArrayInputStream(bytes), version).read())
                        .isPresent();
            } catch (MalformedPacketException | EOFException e) {
                assertThat(e).hasMessageMatching(".+");
            } catch (IOException | RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", " + version + ", " + Bytes.of(bytes), e);
            }
        }
    }

    private static void read(String hex) throws IOException {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        new PacketReader(new ByteArrayInputStream(bytes), Version.V5).read();
    }
}
