// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.edgewise.testkit.mqtt.Acks;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.ConnectionFailedException;
import io.edgewise.testkit.mqtt.Packet;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Disconnect;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.mqtt.RawMqttClient;
import io.edgewise.testkit.mqtt.ReasonCode;
import io.edgewise.testkit.mqtt.Version;
import io.edgewise.testkit.server.Behaviour.Redelivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every misbehaviour, seen from a client.
class ScriptedServerTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration HOUR = Duration.ofHours(1);

    private static ConnectOptions to(ScriptedServer server) {
        return ConnectOptions.to(server.port()).withClientId("device");
    }

    @Test
    void leavesConnectWithoutAnswer() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().neverAnswersConnect())) {
            ConnectOptions impatient = to(server).withPatience(Duration.ofMillis(100));

            assertThatThrownBy(() -> RawMqttClient.connect(impatient))
                    .isInstanceOf(ConnectionFailedException.class)
                    .hasMessageContaining("no CONNACK within PT0.1S");
            assertThat(server.awaitReceived(Connect.class, 1, SOON)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50})
    void closesSoonAfterAccept(int millis) throws IOException {
        Behaviour closing = Behaviour.polite().closesAfter(Duration.ofMillis(millis));
        try (ScriptedServer server = ScriptedServer.start(closing);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5000);

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void refusesWithAReasonCode() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().refusesWith(ReasonCode.NOT_AUTHORIZED))) {
            ConnectionFailedException refused =
                    catchThrowableOfType(ConnectionFailedException.class, () -> RawMqttClient.connect(to(server)));

            assertThat(refused).hasMessageContaining("0x87");
            assertThat(refused.reasonCode()).hasValue(ReasonCode.NOT_AUTHORIZED);
        }
    }

    @Test
    void answersConnectWithProperties() {
        Behaviour behaviour = Behaviour.polite()
                .connackWith(Property.RECEIVE_MAXIMUM, 32768)
                .connackWith(Property.TOPIC_ALIAS_MAXIMUM, 10)
                .connackWith(Property.SERVER_KEEP_ALIVE, 5)
                .connackWith(Property.MAXIMUM_PACKET_SIZE, 1000)
                .connackWith(Property.REASON_STRING, "as told")
                .claimsSessionPresent(true);
        try (ScriptedServer server = ScriptedServer.start(behaviour);
                RawMqttClient client = RawMqttClient.connect(to(server))) {
            assertThat(client.connack().sessionPresent()).isTrue();
            assertThat(client.connack().properties().number(Property.RECEIVE_MAXIMUM))
                    .hasValue(32768);
            assertThat(client.connack().properties().text(Property.REASON_STRING))
                    .hasValue("as told");
            assertThat(client.connack().properties().entries()).hasSize(5);
        }
    }

    @Test
    void refusesASubscription() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().subacksWith(ReasonCode.NOT_AUTHORIZED));
                RawMqttClient client = RawMqttClient.connect(to(server))) {
            assertThatThrownBy(() -> client.subscribe("a")).hasMessageContaining("[135]");
            assertThatThrownBy(() -> server.deliver(Publish.of("a", "x")))
                    .hasMessageContaining("nobody has subscribed");
        }
    }

    @Test
    void refusesMessagesByTopic() {
        Behaviour behaviour = Behaviour.polite().pubacksWith("denied", ReasonCode.NOT_AUTHORIZED);
        try (ScriptedServer server = ScriptedServer.start(behaviour);
                RawMqttClient client = RawMqttClient.connect(to(server))) {
            assertThat(client.publish("denied", "x").reasonCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
            assertThat(client.publish("open", "x").reasonCode()).isEqualTo(ReasonCode.SUCCESS);
        }
    }

    @Test
    void leavesPubackToTheTest() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().neverPubacks());
                RawMqttClient client = RawMqttClient.connect(to(server))) {
            var answer = client.publishAsync(Publish.of("a", "x"));
            Publish publish = server.awaitReceived(Publish.class, 1, SOON).getFirst();
            assertThat(answer).isNotDone();

            server.connections().all().getFirst().send(new Puback(publish.packetId(), ReasonCode.QUOTA_EXCEEDED));

            assertThat(answer).succeedsWithin(SOON).isEqualTo(new Puback(publish.packetId(), 0x97));
        }
    }

    @Test
    void acknowledgesAllButThePublishItDropsAt() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().dropsAtPublish(3));
                RawMqttClient client = RawMqttClient.connect(to(server))) {
            var answers = List.of(
                    client.publishAsync(Publish.of("a", "1")),
                    client.publishAsync(Publish.of("a", "2")),
                    client.publishAsync(Publish.of("a", "3")));

            assertThat(answers.get(0)).succeedsWithin(SOON);
            assertThat(answers.get(1)).succeedsWithin(SOON);
            assertThat(answers.get(2))
                    .failsWithin(SOON)
                    .withThrowableOfType(Exception.class)
                    .withMessageContaining("closed by the Server");
            assertThat(client.awaitClosed(SOON)).isTrue();
        }
    }

    @Test
    void floodsPastTheReceiveMaximum() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().floods(5_000, "in/a"));
                RawMqttClient client =
                        RawMqttClient.connect(to(server).withReceiveMaximum(2).withAcks(Acks.NEVER))) {
            client.subscribe("in/+");

            List<Publish> flood = client.received().awaitCount(5_000, SOON);

            assertThat(flood.getLast().text()).isEqualTo("4999");
            assertThat(flood).extracting(Publish::packetId).doesNotHaveDuplicates();
            assertThat(server.received(Puback.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Redelivery.class)
    void redeliversToAKeptSession(Redelivery how) {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().redelivers(how))) {
            // Given three messages of which the client acknowledges the second
            ConnectOptions options = to(server).keepingSession(HOUR).withAcks(Acks.BY_HAND);
            List<Publish> first;
            try (RawMqttClient client = RawMqttClient.connect(options)) {
                client.subscribe("in/#");
                List.of("1", "2", "3").forEach(text -> server.deliver(Publish.of("in/a", text)));
                first = client.received().awaitCount(3, SOON);
                client.ack(first.get(1));
                server.awaitReceived(Puback.class, 1, SOON);
                client.cut();
            }

            // When it comes back
            try (RawMqttClient client = RawMqttClient.connect(options)) {
                // Then
                assertThat(client.connack().sessionPresent()).isTrue();
                server.deliver(Publish.of("in/a", "4"));
                List<Publish> again = client.received().awaitCount(how == Redelivery.NONE ? 1 : 3, SOON);
                switch (how) {
                    case SAME_IDS ->
                        assertThat(again.subList(0, 2))
                                .containsExactly(
                                        first.get(0).duplicate(), first.get(2).duplicate());
                    case OTHER_IDS -> {
                        assertThat(again).extracting(Publish::text).containsExactly("1", "3", "4");
                        assertThat(again).extracting(Publish::dup).containsOnly(false);
                        assertThat(again).extracting(Publish::packetId).doesNotContain(1, 2, 3);
                    }
                    case NONE -> assertThat(again).extracting(Publish::text).containsExactly("4");
                }
            }
        }
    }

    @Test
    void forgetsASessionThatNobodyKeeps() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite())) {
            try (RawMqttClient client = RawMqttClient.connect(to(server).withAcks(Acks.NEVER))) {
                client.subscribe("a");
                server.deliver(Publish.of("a", "x"));
                client.received().awaitCount(1, SOON);
            }
            try (RawMqttClient client = RawMqttClient.connect(to(server).withCleanStart(false))) {
                client.ping();
                assertThat(client.connack().sessionPresent()).isFalse();
                assertThat(client.received().all()).isEmpty();
            }
        }
    }

    @Test
    void answersPingOrNot() {
        try (ScriptedServer server =
                ScriptedServer.start(Behaviour.polite(), Behaviour.polite().neverPingresps())) {
            ConnectOptions impatient = to(server).withPatience(Duration.ofMillis(200));
            try (RawMqttClient client = RawMqttClient.connect(impatient)) {
                client.ping();
            }
            try (RawMqttClient client = RawMqttClient.connect(impatient)) {
                assertThatThrownBy(client::ping).isInstanceOf(AssertionError.class);
            }
        }
    }

    @Test
    void writesDownWhichPubackAcknowledgesWhatAndWhere() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                RawMqttClient client = RawMqttClient.connect(to(server).withAcks(Acks.BY_HAND))) {
            client.subscribe("in/#");
            Publish first = server.deliver(Publish.of("in/a", "1"));
            Publish second = server.deliver(Publish.of("in/b", "2"));
            client.received().awaitCount(2, SOON);

            client.ack(second);
            client.ack(first);
            client.ack(first);

            server.awaitReceived(Puback.class, 3, SOON);
            List<Received> acks = server.received().matching(each -> each.is(Puback.class));
            assertThat(acks).extracting(Received::connection).containsOnly(0);
            assertThat(acks).extracting(Received::clientId).containsOnly("device");
            assertThat(acks.get(0).acknowledged()).contains(second);
            assertThat(acks.get(1).acknowledged()).contains(first);
            assertThat(acks.get(2).acknowledged()).isEmpty();
        }
    }

    @Test
    void treatsClientsDifferently() {
        ScriptedServer started = ScriptedServer.script()
                .client("bad", Behaviour.polite().refusesWith(ReasonCode.SERVER_UNAVAILABLE), Behaviour.polite())
                .start();
        try (ScriptedServer server = started;
                RawMqttClient good = RawMqttClient.connect(to(server).withClientId("good"))) {
            ConnectOptions bad = to(server).withClientId("bad");

            assertThatThrownBy(() -> RawMqttClient.connect(bad)).hasMessageContaining("0x88");
            RawMqttClient.connect(bad).close();
            assertThat(good.isOpen()).isTrue();
        }
    }

    @Test
    void letsANewConnectionTakeOver() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                RawMqttClient old = RawMqttClient.connect(to(server));
                RawMqttClient young = RawMqttClient.connect(to(server))) {
            Packet last = old.others().await(Disconnect.class::isInstance, SOON);

            assertThat(last)
                    .isInstanceOfSatisfying(
                            Disconnect.class,
                            each -> assertThat(each.reasonCode()).isEqualTo(ReasonCode.SESSION_TAKEN_OVER));
            assertThat(old.awaitClosed(SOON)).isTrue();
            assertThat(young.isOpen()).isTrue();
        }
    }

    @Test
    void resolvesTopicAliases() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().pubacksWith("denied", 0x87));
                RawMqttClient client = RawMqttClient.connect(to(server))) {
            client.publish(Publish.of("denied", "1").with(Property.TOPIC_ALIAS, 4));

            Puback second = client.publish(Publish.of("", "2").with(Property.TOPIC_ALIAS, 4));

            assertThat(second.reasonCode()).isEqualTo(0x87);
            assertThat(server.received().matching(each -> each.is(Publish.class)))
                    .extracting(Received::topic)
                    .containsExactly("denied", "denied");
        }
    }

    @Test
    void speaksVersion311() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                RawMqttClient client = RawMqttClient.connect(to(server).withVersion(Version.V3_1_1))) {
            client.subscribe("in/#");
            client.publish("out", "hello");
            server.deliver(Publish.of("in/a", "x"));

            assertThat(client.received().next(SOON).text()).isEqualTo("x");
            assertThat(client.unsubscribe("in/#").reasonCodes()).isEmpty();
        }
    }

    @Test
    void failsOnWhatAClientMustNotSend() throws IOException {
        ScriptedServer server = ScriptedServer.start(Behaviour.polite());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(new byte[] {(byte) 0xC1, 0});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }

        assertThatThrownBy(server::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("PINGREQ, byte 0: fixed header flags");
    }

    @Test
    void forgivesAProblemThatTheTestHasTaken() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                RawMqttClient client = RawMqttClient.connect(to(server))) {
            client.send(to(server).connect());
            assertThat(client.awaitClosed(SOON)).isTrue();

            assertThat(server.takeProblems()).singleElement().asString().contains("second CONNECT", "\"device\"");
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsNobodyUp() throws IOException {
        Behaviour flood = Behaviour.polite().floods(50, _ -> Publish.of("a", "x".repeat(1_000_000)));
        try (ScriptedServer server = ScriptedServer.start(flood);
                Socket deaf = new Socket(InetAddress.getLoopbackAddress(), server.port());
                RawMqttClient other = RawMqttClient.connect(to(server))) {
            deaf.getOutputStream().write(RawPackets.connectAndSubscribe("deaf", "a"));
            server.received().await(each -> each.is(Packet.Subscribe.class), SOON);

            other.ping();
        }
    }
}
