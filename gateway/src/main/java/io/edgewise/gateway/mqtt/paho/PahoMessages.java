// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.TopicName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/// Between Paho's messages and ours.
final class PahoMessages {
    private static final int FIXED_PROPERTY_BYTES = 40;

    private PahoMessages() {}

    /// A QoS 1 message with properties of its own: Paho writes topic aliases into them.
    ///
    /// @param waited since it was handed over: so much less is left of its Message Expiry
    static MqttMessage message(OutgoingPublish publish, Duration waited) {
        MqttProperties properties = new MqttProperties();
        PublishProperties from = publish.properties();
        from.contentType().ifPresent(properties::setContentType);
        if (from.utf8()) {
            properties.setPayloadFormat(true);
        }
        from.messageExpiry().ifPresent(left -> properties.setMessageExpiryInterval(seconds(left.minus(waited))));
        from.responseTopic().ifPresent(properties::setResponseTopic);
        from.correlationData().ifPresent(data -> properties.setCorrelationData(bytes(data)));
        if (!from.userProperties().isEmpty()) {
            properties.setUserProperties(from.userProperties().stream()
                    .map(p -> new org.eclipse.paho.mqttv5.common.packet.UserProperty(p.name(), p.value()))
                    .toList());
        }
        return new MqttMessage(publish.payload().bytes(), 1, publish.retain(), properties);
    }

    /// To the nearest second; zero would mean that the message has expired.
    private static long seconds(Duration left) {
        return Math.max(1, left.plusMillis(500).toSeconds());
    }

    static Publish publish(String topic, MqttMessage message) {
        return new Publish(
                new TopicName(topic),
                new Payload(message.getPayload()),
                message.getQos(),
                message.getId(),
                properties(message.getProperties()));
    }

    private static PublishProperties properties(@Nullable MqttProperties from) {
        if (from == null) {
            return PublishProperties.NONE;
        }
        List<UserProperty> userProperties = from.getUserProperties().stream()
                .map(p -> new UserProperty(p.getKey(), p.getValue()))
                .toList();
        return new PublishProperties(
                Optional.ofNullable(from.getContentType()),
                from.getPayloadFormat(),
                Optional.ofNullable(from.getMessageExpiryInterval()).map(Duration::ofSeconds),
                Optional.ofNullable(from.getResponseTopic()),
                Optional.ofNullable(from.getCorrelationData()).map(ByteBuffer::wrap),
                userProperties);
    }

    /// About how many bytes the packet has, never less: to be compared with the Server's Maximum Packet Size.
    static long packetBytes(OutgoingPublish publish) {
        PublishProperties p = publish.properties();
        long texts = utf8Length(publish.topic().value())
                + p.contentType().map(PahoMessages::utf8Length).orElse(0L)
                + p.responseTopic().map(PahoMessages::utf8Length).orElse(0L)
                + p.correlationData().map(ByteBuffer::remaining).orElse(0);
        for (UserProperty property : p.userProperties()) {
            texts += 5 + utf8Length(property.name()) + utf8Length(property.value());
        }
        return FIXED_PROPERTY_BYTES + texts + publish.payload().length();
    }

    private static long utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.duplicate().get(copy);
        return copy;
    }
}
