// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Packet.Subscription;
import io.edgewise.testkit.mqtt.Packet.Will;
import io.edgewise.testkit.process.Mosquitto;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The client against a Mosquitto that runs through all these tests; each uses topics of its own.
class RawMqttClientIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static Mosquitto broker;

    @BeforeAll
    static void startBroker() {
        broker = Mosquitto.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static RawMqttClient client() {
        return RawMqttClient.connect(broker.options());
    }

    @Test
    void everyPropertyOfAMessageArrives() {
        try (RawMqttClient receiver = client();
                RawMqttClient sender = client()) {
            receiver.subscribe("props/#");
            Publish sent = Publish.of("props/é", Bytes.of(0, 1, 0xFF))
                    .with(Property.PAYLOAD_FORMAT_INDICATOR, 0)
                    .with(Property.MESSAGE_EXPIRY_INTERVAL, 600)
                    .with(Property.CONTENT_TYPE, "application/octet-stream")
                    .with(Property.RESPONSE_TOPIC, "props/answer")
                    .with(Property.CORRELATION_DATA, Bytes.of(0, 0x80, 0xFF))
                    .withUser("b", "2")
                    .withUser("a", "1")
                    .withUser("b", "3");

            assertThat(sender.publish(sent).reasonCode()).isEqualTo(ReasonCode.SUCCESS);

            Publish arrived = receiver.received().next(SOON);
            assertThat(arrived.topic()).isEqualTo(sent.topic());
            assertThat(arrived.payload()).isEqualTo(sent.payload());
            assertThat(arrived.qos()).isOne();
            assertThat(arrived.properties().user()).isEqualTo(sent.properties().user());
            assertThat(arrived.properties().user("b")).hasValue("2");
            assertThat(arrived.properties()
                            .number(Property.MESSAGE_EXPIRY_INTERVAL)
                            .orElseThrow())
                    .isBetween(590L, 600L);
            assertThat(arrived.properties().text(Property.CONTENT_TYPE)).hasValue("application/octet-stream");
            assertThat(arrived.properties().text(Property.RESPONSE_TOPIC)).hasValue("props/answer");
            assertThat(arrived.properties().binary(Property.CORRELATION_DATA)).hasValue(Bytes.of(0, 0x80, 0xFF));
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bothVersionsMeet(Version version) {
        ConnectOptions old = ConnectOptions.to(broker.port())
                .withVersion(version)
                .withClientId("v" + version.level())
                .withKeepAlive(Duration.ofMinutes(1));
        try (RawMqttClient device = RawMqttClient.connect(old);
                RawMqttClient other = client()) {
            device.subscribe("versions/in");
            other.subscribe("versions/out");

            device.publish("versions/out", "up");
            device.send(Publish.of("versions/out", "up at QoS 0").withQos(0));
            other.publish("versions/in", "down");
            device.ping();

            assertThat(other.received().awaitCount(2, SOON))
                    .extracting(Publish::text, Publish::qos)
                    .containsExactly(tuple("up", 1), tuple("up at QoS 0", 0));
            assertThat(device.received().next(SOON).text()).isEqualTo("down");
            device.unsubscribe("versions/in");
        }
    }

    @Test
    void tellsWhenNobodySubscribes() {
        try (RawMqttClient client = client()) {
            assertThat(client.publish("nobody/listens", "x").reasonCode())
                    .isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
        }
    }

    @Test
    void aWillComesAfterACutButNotAfterADisconnect() {
        Will will = new Will("will/of-device", Bytes.utf8("gone"), 1, false, Properties.NONE.withUser("why", "cut"));
        try (RawMqttClient watcher = client()) {
            watcher.subscribe("will/#");

            RawMqttClient.connect(broker.options().withWill(will)).close();
            watcher.ping();
            assertThat(watcher.received().all()).isEmpty();

            RawMqttClient.connect(broker.options().withWill(will)).cut();
            Publish gone = watcher.received().next(SOON);
            assertThat(gone.text()).isEqualTo("gone");
            assertThat(gone.properties().user("why")).hasValue("cut");
        }
    }

    @Test
    void aRetainedMessageWaitsForSubscribers() {
        try (RawMqttClient client = client()) {
            client.publish(Publish.of("retained/a", "kept").retained());

            client.subscribe(Subscription.of("retained/+", 1));
            assertThat(client.received().next(SOON))
                    .matches(Publish::retain)
                    .extracting(Publish::text)
                    .isEqualTo("kept");

            // Retain handling 1: not again for a subscription that exists.
            client.subscribe(Subscription.of("retained/+", 1).withRetainHandling(1));
            client.ping();
            assertThat(client.received().size()).isOne();

            client.publish(Publish.of("retained/a", Bytes.EMPTY).retained());
        }
    }

    @Test
    void noLocalKeepsOwnMessagesAway() {
        try (RawMqttClient client = client();
                RawMqttClient other = client()) {
            client.subscribe(Subscription.of("local/a", 1).withNoLocal());

            client.publish("local/a", "own");
            other.publish("local/a", "foreign");

            assertThat(client.received().next(SOON).text()).isEqualTo("foreign");
        }
    }

    @Test
    void aKeptSessionCollectsWhileItsClientIsAway(TestInfo test) {
        ConnectOptions options =
                broker.options().withClientId(test.getDisplayName()).keepingSession(HOUR);
        try (RawMqttClient first = RawMqttClient.connect(options)) {
            assertThat(first.connack().sessionPresent()).isFalse();
            first.subscribe("kept/#");
        }
        try (RawMqttClient sender = client()) {
            IntStream.range(0, 100).forEach(i -> sender.publish("kept/a", Integer.toString(i)));
        }
        try (RawMqttClient again = RawMqttClient.connect(options)) {
            assertThat(again.connack().sessionPresent()).isTrue();
            assertThat(again.received().awaitCount(100, SOON))
                    .extracting(Publish::text)
                    .containsExactly(
                            IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new));
        }
    }

    @Test
    void unacknowledgedMessagesComeBackAfterACutConnection(TestInfo test) {
        ConnectOptions options = broker.options()
                .withClientId(test.getDisplayName())
                .keepingSession(HOUR)
                .withAcks(Acks.BY_HAND);
        List<Publish> first;
        try (RawMqttClient client = RawMqttClient.connect(options);
                RawMqttClient sender = client()) {
            client.subscribe("again/a");
            List.of("1", "2", "3").forEach(text -> sender.publish("again/a", text));
            first = client.received().awaitCount(3, SOON);
            client.ack(first.get(0));
            client.ping();
            client.cut();
        }
        try (RawMqttClient client = RawMqttClient.connect(options)) {
            List<Publish> again = client.received().awaitCount(2, SOON);

            assertThat(again)
                    .containsExactly(first.get(1).duplicate(), first.get(2).duplicate());
            again.forEach(client::ack);
            client.ping();
        }
        try (RawMqttClient client = RawMqttClient.connect(options)) {
            client.ping();
            assertThat(client.received().all()).isEmpty();
        }
    }

    @Test
    void receiveMaximumHoldsMessagesBack(TestInfo test) {
        ConnectOptions options = broker.options()
                .withClientId(test.getDisplayName())
                .withReceiveMaximum(5)
                .withAcks(Acks.BY_HAND);
        try (RawMqttClient client = RawMqttClient.connect(options);
                RawMqttClient sender = client()) {
            client.subscribe("window/a");
            IntStream.range(0, 20).forEach(i -> sender.publish("window/a", Integer.toString(i)));
            client.received().awaitCount(5, SOON);
            client.ping();
            assertThat(client.received().size()).isEqualTo(5);

            client.ack(client.received().all().getFirst());

            assertThat(client.received().awaitCount(6, SOON).getLast().text()).isEqualTo("5");
        }
    }

    @Test
    void automaticAcksKeepMessagesComing() {
        try (RawMqttClient client = RawMqttClient.connect(broker.options().withReceiveMaximum(5));
                RawMqttClient sender = client()) {
            client.subscribe("moving/a");

            IntStream.range(0, 20).forEach(i -> sender.publish("moving/a", Integer.toString(i)));

            assertThat(client.received().awaitCount(20, SOON).getLast().text()).isEqualTo("19");
        }
    }

    @Test
    void aWindowOfPublishesIsInFlightAtOnce() {
        try (RawMqttClient client = RawMqttClient.connect(broker.options().withWindow(16))) {
            List<CompletableFuture<Puback>> answers = IntStream.range(0, 500)
                    .mapToObj(i -> client.publishAsync(Publish.of("burst/a", Integer.toString(i))))
                    .toList();

            assertThat(answers).allSatisfy(answer -> assertThat(answer).succeedsWithin(SOON));
        }
    }

    @Test
    void aLargePayloadArrivesWhole() {
        Bytes large = Bytes.utf8("0123456789".repeat(400_000));
        try (RawMqttClient client = client()) {
            client.subscribe("large/a");
            client.publish(Publish.of("large/a", large));

            assertThat(client.received().next(SOON).payload()).isEqualTo(large);
        }
    }

    /// Mosquitto 2.0.11 closes without the DISCONNECT that MQTT 5.0 section 3.1.4 asks for; later ones may send it.
    @Test
    void theOlderConnectionOfAClientIsClosed(TestInfo test) {
        ConnectOptions options = broker.options().withClientId(test.getDisplayName());
        try (RawMqttClient old = RawMqttClient.connect(options);
                RawMqttClient young = RawMqttClient.connect(options)) {
            assertThat(old.awaitClosed(SOON)).isTrue();
            assertThat(old.isOpen()).isFalse();
            young.ping();
        }
    }

    @Test
    void aSharedSubscriptionDividesTheStream() {
        try (RawMqttClient one = client();
                RawMqttClient two = client();
                RawMqttClient sender = client()) {
            one.subscribe("$share/group/shared/a");
            two.subscribe("$share/group/shared/a");

            IntStream.range(0, 100).forEach(i -> sender.publish("shared/a", Integer.toString(i)));

            one.received().awaitCount(50, SOON);
            two.received().awaitCount(50, SOON);
        }
    }
}
