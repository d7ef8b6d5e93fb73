// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.TopicName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Messages for a spool.
final class SpoolMessages {
    private static final TopicName TOPIC = new TopicName("plant/7/fields");

    private SpoolMessages() {}

    static OutgoingPublish message(String text) {
        return new OutgoingPublish(TOPIC, Payload.of(text), false, PublishProperties.NONE);
    }

    /// One with everything that a message can have.
    static OutgoingPublish complete() {
        return new OutgoingPublish(
                new TopicName("plant/é/𝄞"),
                new Payload(new byte[] {0, 1, -1, 'E', 'S', 'P', 1}),
                true,
                new PublishProperties(
                        Optional.of("application/json"),
                        true,
                        Optional.of(Duration.ofMinutes(5)),
                        Optional.of("replies/1"),
                        Optional.of(ByteBuffer.wrap(new byte[] {9, 0, -9})),
                        List.of(new UserProperty("a", "1"), new UserProperty("", ""), new UserProperty("a", "ü"))),
                Optional.of(Duration.ofMinutes(10)));
    }

    static OutgoingPublish expiring(String text, Duration expiry) {
        PublishProperties properties = new PublishProperties(
                Optional.empty(), false, Optional.of(expiry), Optional.empty(), Optional.empty(), List.of());
        return new OutgoingPublish(TOPIC, Payload.of(text), false, properties);
    }

    static OutgoingPublish wantedFor(String text, Duration limit) {
        return new OutgoingPublish(TOPIC, Payload.of(text), false, PublishProperties.NONE, Optional.of(limit));
    }

    static String text(OutgoingPublish publish) {
        return new String(publish.payload().bytes(), StandardCharsets.UTF_8);
    }

    static List<String> texts(List<OutgoingPublish> publishes) {
        return publishes.stream().map(SpoolMessages::text).toList();
    }
}
