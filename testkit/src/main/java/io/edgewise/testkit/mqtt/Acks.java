// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

/// Who sends the PUBACK for a QoS 1 message that a [RawMqttClient] receives.
public enum Acks {
    /// The client, as soon as the message is in its journal.
    AUTOMATIC,
    /// The test, by [RawMqttClient#ack(Packet.Publish)].
    BY_HAND,
    /// Nobody: `ack` refuses, and the Server keeps every message for the next connection of the Session.
    NEVER
}
