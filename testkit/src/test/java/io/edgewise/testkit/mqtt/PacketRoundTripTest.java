// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketRoundTripTest {
    private static final long SEED = 7;
    private static final int PACKETS = 5_000;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        // Given
        RandomPackets random = new RandomPackets(SEED);
        List<Packet> written = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        PacketWriter writer = new PacketWriter(stream, Version.V5);

        // When
        for (int i = 0; i < PACKETS; i++) {
            Packet packet = random.next();
            writer.write(packet);
            written.add(packet);
        }

        // Then
        PacketReader reader = new PacketReader(new ByteArrayInputStream(stream.toByteArray()), Version.V5);
        for (Packet packet : written) {
            assertThat(reader.read()).as("seed %d", SEED).contains(packet);
        }
        assertThat(reader.read()).isEmpty();
    }
}
