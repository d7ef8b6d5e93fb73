// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import io.edgewise.testkit.mqtt.Packet;
import io.edgewise.testkit.mqtt.Packet.Publish;
import java.util.Optional;

/// One packet that a [ScriptedServer] received. Immutable.
///
/// @param connection number of the connection in order of accept, from 0
/// @param clientId of the CONNECT on that connection
/// @param packet as it came
/// @param topic Topic Name of a PUBLISH, a Topic Alias resolved; empty for other packets
/// @param acknowledged for a PUBACK the message it acknowledges; empty when none was outstanding under that
///     identifier
public record Received(int connection, String clientId, Packet packet, String topic, Optional<Publish> acknowledged) {

    /// Whether it is of this type.
    public boolean is(Class<? extends Packet> type) {
        return type.isInstance(packet);
    }
}
