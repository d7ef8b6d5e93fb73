// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.gateway.mqtt.paho.Watch.Message;
import io.edgewise.testkit.mqtt.Bytes;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.PacketWriter;
import io.edgewise.testkit.mqtt.Properties;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.mqtt.Version;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.ScriptedServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every property of a PUBLISH, on the wire and back.
class PahoMessagesTest {
    private static final Properties ON_THE_WIRE = Properties.NONE
            .with(Property.PAYLOAD_FORMAT_INDICATOR, 1)
            .with(Property.MESSAGE_EXPIRY_INTERVAL, 60)
            .with(Property.CONTENT_TYPE, "text/plain")
            .with(Property.RESPONSE_TOPIC, "answers/grün")
            .with(Property.CORRELATION_DATA, Bytes.of(0, 255, 7))
            .withUser("a", "1")
            .withUser("b", "2")
            .withUser("a", "3");

    private static final PublishProperties AS_VALUE = new PublishProperties(
            Optional.of("text/plain"),
            true,
            Optional.of(Duration.ofSeconds(60)),
            Optional.of("answers/grün"),
            Optional.of(ByteBuffer.wrap(new byte[] {0, (byte) 255, 7})),
            List.of(new UserProperty("a", "1"), new UserProperty("b", "2"), new UserProperty("a", "3")));

    private final HastyTimer timer = new HastyTimer();
    private final Watch watch = new Watch();

    @AfterEach
    void closeTimer() {
        timer.close();
    }

    @Test
    void readsEveryProperty() {
        Publish sent = Publish.of("in/a", "text").withProperties(ON_THE_WIRE);
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().sends(sent));
                PahoInLink link = Links.in(server.port(), timer)) {
            link.start(watch);

            Message message = watch.messages(1).getFirst();
            assertThat(message.publish().properties()).isEqualTo(AS_VALUE);
            assertThat(message.publish().payload()).isEqualTo(Payload.of("text"));
            assertThat(message.publish().topic()).isEqualTo(new TopicName("in/a"));
            assertThat(message.publish().qos()).isEqualTo(1);
        }
    }

    @Test
    void readsAMessageWithoutAny() {
        Publish bare = Publish.of("in/a", "").withQos(0);
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().sends(bare));
                PahoInLink link = Links.in(server.port(), timer)) {
            link.start(watch);

            Message message = watch.messages(1).getFirst();
            assertThat(message.publish().properties()).isEqualTo(PublishProperties.NONE);
            assertThat(message.publish().payload().length()).isZero();
            assertThat(message.publish().qos()).isZero();
        }
    }

    @Test
    void sendsEveryProperty() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoOutLink link = Links.out(server.port(), timer)) {
            link.start(watch);
            link.publish(new OutgoingPublish(new TopicName("out"), Payload.of("text"), true, AS_VALUE), _ -> {});

            Publish sent = server.awaitReceived(Publish.class, 1, SOON).getFirst();
            assertThat(sent.properties().entries()).containsExactlyInAnyOrderElementsOf(ON_THE_WIRE.entries());
            assertThat(sent.properties().user()).isEqualTo(ON_THE_WIRE.user());
            assertThat(sent.retain()).isTrue();
            assertThat(sent.text()).isEqualTo("text");
        }
    }

    /// Zero would mean that the message has expired.
    @Test
    void sendsAnExpiryOfASecondAtLeast() {
        PublishProperties expiring = new PublishProperties(
                Optional.empty(),
                false,
                Optional.of(Duration.ofMillis(300)),
                Optional.empty(),
                Optional.empty(),
                List.of());
        OutgoingPublish publish = new OutgoingPublish(new TopicName("out"), Payload.of("x"), false, expiring);

        assertThat(PahoMessages.message(publish, Duration.ZERO).getProperties().getMessageExpiryInterval())
                .isEqualTo(1);
    }

    @Test
    void takesFromTheExpiryWhatTheMessageWaited() {
        PublishProperties expiring = new PublishProperties(
                Optional.empty(),
                false,
                Optional.of(Duration.ofMinutes(10)),
                Optional.empty(),
                Optional.empty(),
                List.of());
        OutgoingPublish publish = new OutgoingPublish(new TopicName("out"), Payload.of("x"), false, expiring);

        assertThat(PahoMessages.message(publish, Duration.ofMinutes(4))
                        .getProperties()
                        .getMessageExpiryInterval())
                .isEqualTo(360);
    }

    /// Paho writes topic aliases into them, and would send one on a connection that does not know it.
    @Test
    void makesPropertiesOfItsOwnForEachSending() {
        OutgoingPublish publish = Links.result("out", "x");

        assertThat(PahoMessages.message(publish, Duration.ZERO).getProperties())
                .isNotSameAs(PahoMessages.message(publish, Duration.ZERO).getProperties());
    }

    @Test
    void neverCountsAPacketTooSmall() {
        for (int bytes : new int[] {0, 1, 100, 127, 128, 16_384, 2_100_000}) {
            String text = "x".repeat(bytes);
            OutgoingPublish publish = new OutgoingPublish(new TopicName("ö/ü"), Payload.of(text), false, AS_VALUE);
            Publish packet = Publish.of("ö/ü", text)
                    .withPacketId(1)
                    .withProperties(ON_THE_WIRE)
                    .with(Property.TOPIC_ALIAS, 1);

            int real = PacketWriter.encode(packet, Version.V5).length;
            assertThat(PahoMessages.packetBytes(publish)).isBetween((long) real, real + 40L);
        }
    }
}
