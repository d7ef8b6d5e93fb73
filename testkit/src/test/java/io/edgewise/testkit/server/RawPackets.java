// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.Packet.Subscribe;
import io.edgewise.testkit.mqtt.Packet.Subscription;
import io.edgewise.testkit.mqtt.PacketWriter;
import io.edgewise.testkit.mqtt.Properties;
import io.edgewise.testkit.mqtt.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/// Bytes for a socket without a client behind it.
final class RawPackets {
    private RawPackets() {}

    static byte[] connectAndSubscribe(String clientId, String filter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PacketWriter writer = new PacketWriter(bytes, Version.V5);
        writer.write(ConnectOptions.to(0).withClientId(clientId).connect());
        writer.write(new Subscribe(1, List.of(Subscription.of(filter, 1)), Properties.NONE));
        return bytes.toByteArray();
    }
}
