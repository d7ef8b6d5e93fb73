// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishOutcome.Accepted;
import io.edgewise.gateway.mqtt.PublishOutcome.Late;
import io.edgewise.gateway.mqtt.PublishOutcome.Refused;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.ScriptedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What counts as accepted, what is sent again, and what is given up.
class PahoOutLinkTest extends OutLinkFixture {
    @Test
    void isAcceptedOnlyAfterThePuback() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().neverPubacks());
                PahoOutLink link = start(server)) {
            publish(link, "out", "x");
            Publish sent = server.awaitReceived(Publish.class, 1, SOON).getFirst();
            assertThat(sent.qos()).isEqualTo(1);
            assertThat(outcomes.all()).isEmpty();

            connection(server, 0).send(new Puback(sent.packetId(), 0));

            assertThat(outcome()).isEqualTo(new Accepted());
        }
    }

    /// Paho tells `onSuccess` of a PUBACK with an error.
    @ParameterizedTest
    @ValueSource(ints = {0x87, 0x90, 0x99})
    void aPubackWithAPermanentErrorIsARefusalAndNoSuccess(int code) {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().pubacksWith("out", code));
                PahoOutLink link = start(server)) {
            publish(link, "out", "x");

            assertThat(outcome()).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.reasonCode()).isEqualTo(code);
                assertThat(refused.explanation()).startsWith("the broker refused out: ");
            });
            assertThat(server.received(Publish.class)).hasSize(1);
        }
    }

    @Test
    void nobodyListeningIsASuccess() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().pubacksWith("out", 0x10));
                PahoOutLink link = start(server)) {
            publish(link, "out", "x");

            assertThat(outcome()).isEqualTo(new Accepted());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x83, 0x97})
    void aPubackWithATransientErrorIsSentAgain(int code) {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().neverPubacks());
                PahoOutLink link = start(server)) {
            publish(link, "out", "x");
            Publish first = server.awaitReceived(Publish.class, 1, SOON).getFirst();
            connection(server, 0).send(new Puback(first.packetId(), code));
            Publish second = server.awaitReceived(Publish.class, 2, SOON).getLast();
            assertThat(second.text()).isEqualTo("x");
            assertThat(outcomes.all()).isEmpty();

            connection(server, 0).send(new Puback(second.packetId(), 0));

            assertThat(outcome()).isEqualTo(new Accepted());
        }
    }

    @Test
    void aTransientErrorThatStaysIsARefusalInTheEndAndStopsNothing() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().pubacksWith("full", 0x97));
                PahoOutLink link = start(server)) {
            publish(link, "full", "never");
            publish(link, "out", "x");

            List<Outcome> both = outcomes.awaitCount(2, SOON);
            assertThat(both.get(0)).isEqualTo(new Outcome("x", new Accepted()));
            assertThat(both.get(1).outcome())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reasonCode()).isEqualTo(0x97));
            assertThat(server.received().matching(each -> each.topic().equals("full")))
                    .hasSize(6);
        }
    }

    @Test
    void whatIsPublishedWhileDisconnectedIsSentInOrderLater() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoOutLink link = Links.out(server.port(), timer)) {
            publish(link, "out", "1");
            publish(link, "out", "2");
            publish(link, "out", "3");
            assertThat(link.isConnected()).isFalse();

            link.start(watch);

            assertThat(texts(server.awaitReceived(Publish.class, 3, SOON))).containsExactly("1", "2", "3");
            assertThat(outcomes.awaitCount(3, SOON))
                    .extracting(Outcome::outcome)
                    .containsOnly(new Accepted());
        }
    }

    /// Whether the Server has them is unknown: they are sent again, in order and before what came later, and each
    /// has one outcome.
    @Test
    void whatWasInFlightWhenTheConnectionBrokeIsSentAgainOnAFreshOne() {
        Behaviour breaking = Behaviour.polite().neverPubacks().connackWith(Property.RECEIVE_MAXIMUM, 3);
        try (ScriptedServer server = ScriptedServer.start(breaking, Behaviour.polite());
                PahoOutLink link = start(server)) {
            List.of("1", "2", "3", "4", "5").forEach(text -> publish(link, "out", text));
            assertThat(texts(server.awaitReceived(Publish.class, 3, SOON))).containsExactly("1", "2", "3");

            connection(server, 0).cut();

            assertThat(texts(server.awaitReceived(Publish.class, 8, SOON).subList(3, 8)))
                    .containsExactly("1", "2", "3", "4", "5");
            assertThat(outcomes.awaitCount(5, SOON)).extracting(Outcome::text).containsExactly("1", "2", "3", "4", "5");
            assertThat(server.received(Connect.class)).hasSize(2).allMatch(Connect::cleanStart);
            assertThat(watch.states(3)).element(1).asString().startsWith("the connection was lost");
        }
        assertThat(outcomes.size()).isEqualTo(5);
    }

    /// A Server may answer a message it does not like with DISCONNECT instead of a PUBACK.
    @Test
    void aMessageThatEndsEveryConnectionIsRefusedAndStopsNothing() {
        Behaviour touchy = Behaviour.polite().dropsAtPublish(1);
        Behaviour[] connections = new Behaviour[OutQueue.MOST_STRIKES + 1];
        Arrays.fill(connections, touchy);
        connections[OutQueue.MOST_STRIKES] = Behaviour.polite();
        try (ScriptedServer server = ScriptedServer.start(connections);
                PahoOutLink link = start(server)) {
            publish(link, "out", "deadly");
            publish(link, "out", "harmless");

            List<Outcome> both = outcomes.awaitCount(2, SOON);
            assertThat(both.get(0).text()).isEqualTo("deadly");
            assertThat(both.get(0).outcome())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.explanation())
                                    .startsWith("the connection ended each time this message was sent to out: "));
            assertThat(both.get(1)).isEqualTo(new Outcome("harmless", new Accepted()));
        }
    }

    @Test
    void whatWaitedLongerThanItIsWantedIsNotSentAnyMore() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoOutLink link = start(server)) {
            OutgoingPublish late = new OutgoingPublish(
                    new TopicName("out"),
                    Payload.of("late"),
                    false,
                    PublishProperties.NONE,
                    Optional.of(Duration.ZERO));
            link.publish(late, outcome -> outcomes.add(new Outcome("late", outcome)));
            publish(link, "out", "in time");

            assertThat(outcomes.awaitCount(2, SOON))
                    .containsExactly(new Outcome("late", new Late()), new Outcome("in time", new Accepted()));
            assertThat(texts(server.received(Publish.class))).containsExactly("in time");
        }
    }

    /// Paho throws "too many publishes in progress" when it is asked for more than the Server takes.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void neverHasMoreInFlightThanTheServerTakes(int receiveMaximum) {
        Behaviour narrow = Behaviour.polite().connackWith(Property.RECEIVE_MAXIMUM, receiveMaximum);
        try (ScriptedServer server = ScriptedServer.start(narrow);
                PahoOutLink link = start(server)) {
            for (int i = 0; i < 200; i++) {
                publish(link, "out", Integer.toString(i));
            }

            List<Outcome> all = outcomes.awaitCount(200, SOON);
            assertThat(all).extracting(Outcome::outcome).containsOnly(new Accepted());
            assertThat(texts(server.received(Publish.class)))
                    .containsExactlyElementsOf(all.stream().map(Outcome::text).toList());
        }
    }

    /// Paho takes more than the Server does, throws when that is too much, and is told by every PUBACK anew.
    @ParameterizedTest
    @CsvSource({"3, 3", "65535, 64"})
    void aServerThatStallsIsSentNoMoreThanTheWindow(int receiveMaximum, int window) {
        Behaviour stalling = Behaviour.polite().neverPubacks();
        // Left out, it is 65535 (MQTT 5.0 section 3.2.2.3.3); said aloud, Paho can't read it.
        Behaviour stalled =
                receiveMaximum == 65_535 ? stalling : stalling.connackWith(Property.RECEIVE_MAXIMUM, receiveMaximum);
        try (ScriptedServer server = ScriptedServer.start(stalled);
                PahoOutLink link = start(server)) {
            for (int i = 0; i < 100; i++) {
                publish(link, "out", Integer.toString(i));
            }
            List<Publish> sent = server.awaitReceived(Publish.class, window, SOON);

            connection(server, 0).send(new Puback(sent.getFirst().packetId(), 0));

            assertThat(server.awaitReceived(Publish.class, window + 1, SOON)
                            .getLast()
                            .text())
                    .isEqualTo(Integer.toString(window));
            assertThat(server.received(Publish.class)).hasSize(window + 1);
            assertThat(outcomes.awaitCount(1, SOON)).hasSize(1);
        }
    }

    @Test
    void aResultLargerThanTheServersMaximumPacketSizeIsRefusedUnsent() {
        Behaviour small = Behaviour.polite().connackWith(Property.MAXIMUM_PACKET_SIZE, 200);
        try (ScriptedServer server = ScriptedServer.start(small);
                PahoOutLink link = start(server)) {
            publish(link, "out", "x".repeat(200));
            publish(link, "out", "y");

            List<Outcome> both = outcomes.awaitCount(2, SOON);
            assertThat(both.getFirst().outcome()).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.reasonCode()).isEqualTo(0x95);
                assertThat(refused.explanation()).contains("Maximum Packet Size of 200", "max_packet_size");
            });
            assertThat(both.getLast()).isEqualTo(new Outcome("y", new Accepted()));
            assertThat(texts(server.received(Publish.class))).containsExactly("y");
        }
    }

    /// Paho mixes aliases up between threads, and sends an alias of the last connection on the next.
    @Test
    void topicAliasesAreNeverMixedUp() throws InterruptedException {
        Behaviour aliasing = Behaviour.polite().connackWith(Property.TOPIC_ALIAS_MAXIMUM, 10);
        Behaviour breaking =
                Behaviour.polite().connackWith(Property.TOPIC_ALIAS_MAXIMUM, 10).dropsAtPublish(100);
        try (ScriptedServer server = ScriptedServer.start(breaking, aliasing);
                PahoOutLink link = start(server)) {
            watch.awaitUp(1);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                String topic = "out/" + t;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 50; i++) {
                        publish(link, topic, topic);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }

            outcomes.awaitCount(400, SOON);
            assertThat(server.received().matching(each -> each.is(Publish.class)))
                    .allSatisfy(
                            each -> assertThat(((Publish) each.packet()).text()).isEqualTo(each.topic()));
            assertThat(server.received(Publish.class))
                    .anyMatch(each -> each.topic().isEmpty());
        }
    }
}
