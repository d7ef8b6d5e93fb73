// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

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
import java.util.stream.Stream;

/// Messages as they come in, and what can be read in those that go out.
public final class Publishes {
    private Publishes() {}

    /// A text from terminal 7 at QoS 1.
    public static Publish text(int packetId, String text) {
        return on("terminals/7/text", packetId, text);
    }

    /// A text on a topic at QoS 1.
    public static Publish on(String topic, int packetId, String text) {
        return new Publish(new TopicName(topic), Payload.of(text), 1, packetId, PublishProperties.NONE);
    }

    /// The same at QoS 0.
    public static Publish atQos0(Publish publish) {
        return new Publish(publish.topic(), publish.payload(), 0, 0, publish.properties());
    }

    /// The same under another Packet Identifier, as a Server may redeliver it.
    public static Publish under(int packetId, Publish publish) {
        return new Publish(publish.topic(), publish.payload(), publish.qos(), packetId, publish.properties());
    }

    /// The same with other bytes.
    public static Publish withPayload(Publish publish, byte[] bytes) {
        return new Publish(
                publish.topic(), new Payload(bytes), publish.qos(), publish.packetId(), publish.properties());
    }

    /// The same with a Message Expiry Interval.
    public static Publish expiring(Publish publish, Duration expiry) {
        PublishProperties p = publish.properties();
        return with(
                publish,
                new PublishProperties(
                        p.contentType(),
                        p.utf8(),
                        Optional.of(expiry),
                        p.responseTopic(),
                        p.correlationData(),
                        p.userProperties()));
    }

    /// The same with a Response Topic.
    public static Publish respondingTo(Publish publish, String topic) {
        PublishProperties p = publish.properties();
        return with(
                publish,
                new PublishProperties(
                        p.contentType(),
                        p.utf8(),
                        p.messageExpiry(),
                        Optional.of(topic),
                        p.correlationData(),
                        p.userProperties()));
    }

    /// The same with Correlation Data.
    public static Publish correlated(Publish publish, byte... data) {
        PublishProperties p = publish.properties();
        return with(
                publish,
                new PublishProperties(
                        p.contentType(),
                        p.utf8(),
                        p.messageExpiry(),
                        p.responseTopic(),
                        Optional.of(ByteBuffer.wrap(data)),
                        p.userProperties()));
    }

    /// The same with a text as Correlation Data.
    public static Publish correlated(Publish publish, String data) {
        return correlated(publish, data.getBytes(StandardCharsets.UTF_8));
    }

    /// The same with a Content Type and the Payload Format Indicator of a text.
    public static Publish typed(Publish publish, String contentType) {
        PublishProperties p = publish.properties();
        return with(
                publish,
                new PublishProperties(
                        Optional.of(contentType),
                        true,
                        p.messageExpiry(),
                        p.responseTopic(),
                        p.correlationData(),
                        p.userProperties()));
    }

    /// The same with one more user property.
    public static Publish withUser(Publish publish, String name, String value) {
        PublishProperties p = publish.properties();
        List<UserProperty> more = Stream.concat(p.userProperties().stream(), Stream.of(new UserProperty(name, value)))
                .toList();
        return with(
                publish,
                new PublishProperties(
                        p.contentType(), p.utf8(), p.messageExpiry(), p.responseTopic(), p.correlationData(), more));
    }

    private static Publish with(Publish publish, PublishProperties properties) {
        return new Publish(publish.topic(), publish.payload(), publish.qos(), publish.packetId(), properties);
    }

    /// The values of a user property, in order.
    public static List<String> user(OutgoingPublish publish, String name) {
        return publish.properties().userProperties().stream()
                .filter(property -> property.name().equals(name))
                .map(UserProperty::value)
                .toList();
    }

    /// The payload as text.
    public static String text(OutgoingPublish publish) {
        return new String(publish.payload().bytes(), StandardCharsets.UTF_8);
    }
}
