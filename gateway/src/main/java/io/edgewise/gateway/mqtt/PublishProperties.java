// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a PUBLISH carries beside topic and payload. Immutable.
///
/// Source: MQTT 5.0 section 3.3.2.3.
///
/// @param contentType MIME type of the payload
/// @param utf8 the Payload Format Indicator says UTF-8 text
/// @param messageExpiry how long the message is wanted, as left when it was received
/// @param responseTopic where the sender wants the answer, as it stands in the packet
/// @param correlationData to be copied into the answer; read-only
/// @param userProperties in the packet's order; a name may occur several times
public record PublishProperties(
        Optional<String> contentType,
        boolean utf8,
        Optional<Duration> messageExpiry,
        Optional<String> responseTopic,
        Optional<ByteBuffer> correlationData,
        List<UserProperty> userProperties) {
    private static final int USER_PROPERTY_OBJECTS_BYTES = 64;

    /// A packet without any.
    public static final PublishProperties NONE = new PublishProperties(
            Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public PublishProperties {
        correlationData = correlationData.map(ByteBuffer::asReadOnlyBuffer);
        userProperties = List.copyOf(userProperties);
    }

    /// About what they take in memory: a sender may put far more here than into the payload.
    int sizeBytes() {
        int bytes = contentType.map(String::length).orElse(0)
                + responseTopic.map(String::length).orElse(0)
                + correlationData.map(ByteBuffer::remaining).orElse(0);
        for (UserProperty property : userProperties) {
            bytes += property.name().length() + property.value().length() + USER_PROPERTY_OBJECTS_BYTES;
        }
        return bytes;
    }

    /// A name and a value.
    public record UserProperty(String name, String value) {}
}
