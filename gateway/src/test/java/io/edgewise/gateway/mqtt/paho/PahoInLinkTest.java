// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.mqtt.FormerSubscriptions;
import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.paho.Watch.Message;
import io.edgewise.testkit.Journal;
import io.edgewise.testkit.junit.ExpectLog;
import io.edgewise.testkit.mqtt.Packet;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Disconnect;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Packet.Subscribe;
import io.edgewise.testkit.mqtt.Packet.Subscription;
import io.edgewise.testkit.mqtt.Packet.Unsubscribe;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.Behaviour.Redelivery;
import io.edgewise.testkit.server.Received;
import io.edgewise.testkit.server.ScriptedServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an in-link acknowledges, on which connection, and which Session it belongs to.
class PahoInLinkTest {
    private final HastyTimer timer = new HastyTimer();
    private final Watch watch = new Watch();

    @AfterEach
    void closeTimer() {
        timer.close();
    }

    private PahoInLink start(ScriptedServer server) {
        PahoInLink link = Links.in(server.port(), timer);
        link.start(watch);
        return link;
    }

    private static List<Received> acks(ScriptedServer server) {
        return server.received().matching(each -> each.is(Puback.class));
    }

    @Test
    void acknowledgesNothingByItself() {
        Behaviour sending = Behaviour.polite().floods(4, "in/a");
        try (ScriptedServer server = ScriptedServer.start(sending);
                PahoInLink _ = start(server)) {
            Message last = watch.messages(4).getLast();

            last.acknowledge();

            // PUBACKs leave in the order in which they are made: one that Paho sent by itself would be here before.
            server.awaitReceived(Puback.class, 1, SOON);
            assertThat(acks(server))
                    .singleElement()
                    .satisfies(ack ->
                            assertThat(ack.acknowledged()).map(Publish::text).contains("3"));
        }
    }

    @Test
    void sendsAcknowledgementsInTheOrderOfTheCalls() {
        Behaviour sending = Behaviour.polite().floods(20, "in/a");
        try (ScriptedServer server = ScriptedServer.start(sending);
                PahoInLink _ = start(server)) {
            watch.messages(20).forEach(Message::acknowledge);

            assertThat(server.awaitReceived(Puback.class, 20, SOON))
                    .extracting(Puback::packetId)
                    .isSorted();
            assertThat(acks(server)).allMatch(ack -> ack.acknowledged().isPresent());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Redelivery.class,
            names = {"SAME_IDS", "OTHER_IDS"})
    void acknowledgesOnlyOnTheConnectionThatDelivered(Redelivery how) {
        Behaviour first = Behaviour.polite().floods(2, "in/a");
        try (ScriptedServer server =
                        ScriptedServer.start(first, Behaviour.polite().redelivers(how));
                PahoInLink _ = start(server)) {
            Message before = watch.messages(2).getLast();
            server.connections().all().getFirst().cut();
            Message after = watch.messages(4).getLast();
            assertThat(after.text()).isEqualTo(before.text());

            before.acknowledge();
            after.acknowledge();

            server.awaitReceived(Puback.class, 1, SOON);
            assertThat(before.connection().isDead()).isTrue();
            assertThat(acks(server)).singleElement().satisfies(ack -> {
                assertThat(ack.connection()).isEqualTo(1);
                assertThat(ack.acknowledged()).map(Publish::text).contains("1");
            });
        }
    }

    @Test
    void connectsWithTheWindowAsReceiveMaximumAndAKeptSession() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoInLink _ = start(server)) {
            watch.awaitUp(1);

            Connect connect = server.received(Connect.class).getFirst();
            assertThat(connect.clientId()).isEqualTo("gw-in");
            assertThat(connect.cleanStart()).isFalse();
            assertThat(connect.properties().number(Property.RECEIVE_MAXIMUM)).hasValue(Links.WINDOW);
            assertThat(connect.properties().number(Property.SESSION_EXPIRY_INTERVAL))
                    .hasValue(Links.SESSION_EXPIRY.toSeconds());
            assertThat(connect.keepAlive()).isEqualTo(Duration.ofSeconds(30));
        }
    }

    /// Inbound topic aliases are broken in Paho, and a Maximum Packet Size of its own kills its connection.
    @Test
    void announcesNeitherTopicAliasesNorAMaximumPacketSize() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoInLink _ = start(server)) {
            watch.awaitUp(1);

            Connect connect = server.received(Connect.class).getFirst();
            assertThat(connect.properties().number(Property.TOPIC_ALIAS_MAXIMUM).orElse(0))
                    .isZero();
            assertThat(connect.properties().number(Property.MAXIMUM_PACKET_SIZE))
                    .isEmpty();
        }
    }

    /// Only then: a message that matches both must not fall in between.
    @Test
    void endsFormerSubscriptionsAfterItsOwnHasBegunAndOnce() {
        Former former = new Former("before/#");
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite(), Behaviour.polite());
                PahoInLink link = Links.in(server.port(), former, timer)) {
            link.start(watch);
            former.gone.awaitCount(1, SOON);

            assertThat(server.received().matching(each -> each.is(Subscribe.class) || each.is(Unsubscribe.class)))
                    .extracting(each -> each.is(Subscribe.class))
                    .containsExactly(true, false);
            assertThat(server.received(Unsubscribe.class).getFirst().filters()).containsExactly("before/#");

            server.connections().all().getFirst().cut();
            watch.awaitUp(2);
        }
        assertThat(former.gone.all()).hasSize(1);
    }

    private static final class Former implements FormerSubscriptions {
        private final Journal<String> gone = new Journal<>("former subscriptions that ended");
        private final String subscription;

        Former(String subscription) {
            this.subscription = subscription;
        }

        @Override
        public List<String> present() {
            return gone.all().isEmpty() ? List.of(subscription) : List.of();
        }

        @Override
        public void removed() {
            gone.add(subscription);
        }
    }

    @Test
    void subscribesOnEveryConnectionAndWantsRetainedMessagesOnce() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoInLink _ = start(server)) {
            watch.awaitUp(1);
            server.connections().all().getFirst().cut();
            watch.awaitUp(2);

            Subscription wanted = Subscription.of("in/#", 1).withRetainHandling(1);
            assertThat(server.received(Subscribe.class))
                    .extracting(Subscribe::subscriptions)
                    .containsExactly(List.of(wanted), List.of(wanted));
        }
    }

    @Test
    void isInTheSameSessionWhenTheServerKeptIt() {
        Behaviour first = Behaviour.polite().floods(1, "in/a");
        try (ScriptedServer server = ScriptedServer.start(first, Behaviour.polite());
                PahoInLink _ = start(server)) {
            watch.messages(1);
            server.connections().all().getFirst().cut();

            // The redelivery comes before the SUBACK, and must know its Session by then.
            List<Message> messages = watch.messages(2);
            assertThat(messages.get(1).session()).isEqualTo(messages.get(0).session());
            assertThat(messages.get(1).connection()).isNotSameAs(messages.get(0).connection());
        }
    }

    @Test
    void isInAnotherSessionWhenTheServerLostIt() {
        Behaviour forgetful = Behaviour.polite().claimsSessionPresent(false);
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite(), forgetful, Behaviour.polite());
                PahoInLink _ = start(server)) {
            watch.connections(1);
            server.connections().all().get(0).cut();
            watch.connections(2);
            server.connections().all().get(1).cut();

            List<Long> sessions =
                    watch.connections(3).stream().map(InConnection::session).toList();
            assertThat(sessions.get(1)).isNotEqualTo(sessions.get(0));
            assertThat(sessions.get(2)).isEqualTo(sessions.get(1));
        }
    }

    @Test
    @ExpectLog("a message could not be taken in")
    void aMessageThatCouldNotBeTakenInIsNotAcknowledgedAndComesAgain() {
        Behaviour first = Behaviour.polite().floods(1, "in/a");
        AtomicBoolean failed = new AtomicBoolean();
        try (ScriptedServer server = ScriptedServer.start(first, Behaviour.polite());
                PahoInLink link = Links.in(server.port(), timer)) {
            link.start(new Forwarding(watch) {
                @Override
                public void received(InConnection connection, io.edgewise.gateway.mqtt.Publish publish) {
                    if (failed.compareAndSet(false, true)) {
                        throw new IllegalStateException("no room");
                    }
                    super.received(connection, publish);
                }
            });

            Message again = watch.messages(1).getFirst();
            assertThat(again.connection()).isSameAs(watch.connections(2).get(1));
            assertThat(acks(server)).isEmpty();
            assertThat(watch.states(3)).anyMatch(state -> state.contains("no room"));
        }
    }

    /// Paho's own reconnect stays stuck for ever behind a callback that blocks.
    @Test
    void aReceiverThatBlocksDoesNotHoldTheNextConnectionUp() {
        Behaviour first = Behaviour.polite().floods(5, "in/a");
        try (ScriptedServer server = ScriptedServer.start(first, Behaviour.polite());
                PahoInLink link = Links.in(server.port(), timer)) {
            link.start(new Forwarding(watch) {
                @Override
                public void received(InConnection connection, io.edgewise.gateway.mqtt.Publish publish) {
                    if (connection.equals(watch.connections(1).getFirst())) {
                        server.connections().all().getFirst().cut();
                        await().until(connection::isDead);
                    } else {
                        super.received(connection, publish);
                    }
                }
            });

            assertThat(watch.messages(5)).extracting(Message::text).containsExactly("0", "1", "2", "3", "4");
            assertThat(server.connections().size()).isEqualTo(2);
        }
    }

    @Test
    void closingSendsTheLastAcknowledgementsAndThenDisconnects() {
        Behaviour sending = Behaviour.polite().floods(10, "in/a");
        try (ScriptedServer server = ScriptedServer.start(sending)) {
            try (PahoInLink _ = start(server)) {
                watch.messages(10).forEach(Message::acknowledge);
            }

            server.received().await(each -> each.is(Disconnect.class), SOON);
            List<Packet> last = server.received().all().stream()
                    .map(Received::packet)
                    .toList()
                    .reversed();
            assertThat(last.getFirst()).isEqualTo(Disconnect.NORMAL); // no new Session Expiry: the Session stays
            assertThat(last.subList(1, 11)).hasOnlyElementsOfType(Puback.class);
            assertThat(watch.states(1)).containsExactly("connected");
        }
    }

    @Test
    void aClosedLinkDoesNotConnectAgain() {
        Behaviour refusing = Behaviour.polite().refusesWith(0x88);
        try (ScriptedServer server = ScriptedServer.start(refusing)) {
            PahoInLink link = start(server);
            watch.states(2);
            link.close();
            int asked = timer.delays().size();

            // By then the timer has done what it still had to do; connecting sets a guard.
            timer.after(Duration.ofSeconds(9), watch::connected);
            watch.awaitUp(1);
            assertThat(timer.delays().size()).isEqualTo(asked + 1);
        }
    }
}
