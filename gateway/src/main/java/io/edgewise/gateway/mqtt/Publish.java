// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

/// A message received from the Server. Immutable by convention: nobody writes to the payload.
///
/// @param packetId its Packet Identifier on the connection that delivered it; 0 at QoS 0
/// @param qos 0 or 1
public record Publish(TopicName topic, Payload payload, int qos, int packetId, PublishProperties properties) {
    /// The objects of an arrival and its work, about.
    private static final int OBJECTS_BYTES = 400;

    /// About what it takes in memory.
    public int sizeBytes() {
        return payload.length() + topic.value().length() + properties.sizeBytes() + OBJECTS_BYTES;
    }
}
