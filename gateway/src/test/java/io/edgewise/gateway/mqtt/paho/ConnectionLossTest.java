// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.FormerSubscriptions;
import io.edgewise.gateway.mqtt.NoDelaySockets;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.ReasonCode;
import io.edgewise.gateway.mqtt.Secret;
import io.edgewise.testkit.junit.ExpectLog;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.mqtt.Bytes;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Disconnect;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Packet.Subscribe;
import io.edgewise.testkit.mqtt.Properties;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.ScriptedServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that can't be made or don't last: what the operator reads, and that the link comes back.
class ConnectionLossTest {
    /// Three quarters of the longest wait.
    private static final Duration LONG = Duration.ofMillis(22_500);

    private final HastyTimer timer = new HastyTimer();
    private final Watch watch = new Watch();

    @AfterEach
    void closeTimer() {
        timer.close();
    }

    private PahoInLink start(int port) {
        PahoInLink link = Links.in(port, timer);
        link.start(watch);
        return link;
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C, 0x97, 0x9A, 0x9C, 0x9F})
    void saysWhyTheServerRefusedAndTriesAgain(int code) {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().refusesWith(code), Behaviour.polite());
                PahoInLink _ = start(server.port())) {
            assertThat(watch.states(2)).containsExactly(ReasonCode.explain(code), "connected");
        }
    }

    /// Paho does not know that this code may stand there.
    @Test
    void saysThatAServerMayNotTakeQos1() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().refusesWith(0x9B));
                PahoInLink _ = start(server.port())) {
            assertThat(watch.states(1).getFirst()).contains("does not take QoS 1");
        }
    }

    /// The 3.1.1 CONNACK "unacceptable protocol version" has no properties.
    @Test
    void saysThatAServerSpeaksOnlyMqtt311() throws Exception {
        try (RawServer server = new RawServer("20 02 00 01");
                PahoInLink _ = start(server.port())) {
            assertThat(watch.states(1).getFirst()).contains("does not speak MQTT 5");
        }
    }

    /// So does Moquette: it accepts in the way of 3.1.1 what was asked in the way of 5.
    @Test
    void saysThatAServerAcceptsAsMqtt311Does() throws Exception {
        try (RawServer server = new RawServer("20 02 00 00");
                PahoInLink _ = start(server.port())) {
            assertThat(watch.states(1).getFirst()).contains("is this its port for MQTT 5");
        }
    }

    @Test
    void saysThatNothingListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (PahoInLink _ = start(free)) {
            assertThat(watch.states(2)).allMatch(state -> state.startsWith("nothing listens there"));
        }
    }

    /// Paho would wait for ever: its own time-out is for TCP only.
    @Test
    void givesUpOnAServerThatNeverAnswersConnect() {
        try (ScriptedServer server =
                        ScriptedServer.start(Behaviour.polite().neverAnswersConnect(), Behaviour.polite());
                PahoInLink _ = start(server.port())) {
            assertThat(watch.states(2))
                    .containsExactly(
                            "the broker accepts connections but does not answer CONNECT within 10 s", "connected");
        }
    }

    /// Paho reads it as a signed number, and then every publish fails.
    @Test
    void saysThatAReceiveMaximumAbove32767CannotBeUsed() {
        Behaviour boastful = Behaviour.polite().connackWith(Property.RECEIVE_MAXIMUM, 32_768);
        try (ScriptedServer server = ScriptedServer.start(boastful, Behaviour.polite());
                PahoInLink _ = start(server.port())) {
            assertThat(watch.states(1).getFirst()).contains("Receive Maximum above 32767", "max_inflight_messages");
        }
    }

    /// Paho would send every result at QoS 0 and call it delivered.
    @Test
    void aServerThatTakesQos0OnlyIsRefused() {
        Behaviour careless = Behaviour.polite().connackWith(Property.MAXIMUM_QOS, 0);
        try (ScriptedServer server = ScriptedServer.start(careless, Behaviour.polite());
                PahoOutLink link = Links.out(server.port(), timer)) {
            link.start(watch);
            link.publish(Links.result("out", "x"), _ -> {});
            Publish sent = server.awaitReceived(Publish.class, 1, SOON).getFirst();

            assertThat(watch.states(2).getFirst()).contains("takes QoS 0 only", "max_qos");
            assertThat(sent.qos()).isEqualTo(1);
        }
    }

    /// Paho would take the flag off the status, and who subscribes later would never see one.
    @Test
    void aServerThatKeepsNoRetainedMessagesIsRefusedWhereTheyAreNeeded() {
        Behaviour forgetful = Behaviour.polite().connackWith(Property.RETAIN_AVAILABLE, 0);
        OutgoingPublish offline = Links.result("status", "offline");
        try (ScriptedServer server = ScriptedServer.start(forgetful);
                PahoOutLink out = new PahoOutLink(Links.broker(server.port()), "out", Optional.of(offline), timer);
                PahoInLink in = Links.in(server.port(), timer)) {
            out.start(watch);
            assertThat(watch.states(1).getFirst()).contains("retain_available");

            Watch input = new Watch();
            in.start(input);
            input.awaitUp(1);
        }
    }

    @Test
    void aServerWithoutWildcardsIsToldWhereOneIsNeeded() {
        Behaviour literal = Behaviour.polite().connackWith(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, 0);
        try (ScriptedServer server = ScriptedServer.start(literal);
                PahoInLink _ = start(server.port())) {
            assertThat(watch.states(1).getFirst())
                    .contains("subscribing to in/#: the broker does not support wildcard subscriptions");
            assertThat(server.received(Subscribe.class)).isEmpty();
        }
    }

    /// Paho would throw out of the callback that subscribes.
    @Test
    void aServerWithoutSharedSubscriptionsIsToldWhereOneIsNeeded() {
        Behaviour alone = Behaviour.polite().connackWith(Property.SHARED_SUBSCRIPTION_AVAILABLE, 0);
        try (ScriptedServer server = ScriptedServer.start(alone);
                PahoInLink link = Links.in(server.port(), "$share/hall/in/#", FormerSubscriptions.NONE, timer)) {
            link.start(watch);

            assertThat(watch.states(1).getFirst())
                    .contains("subscribing to $share/hall/in/#: the broker does not support shared subscriptions");
            assertThat(server.received(Subscribe.class)).isEmpty();
        }
    }

    /// At QoS 0 the Server sends what it likes, once.
    @Test
    void aLowerQosThanAskedForIsRefused() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().subacksWith(0), Behaviour.polite());
                PahoInLink _ = start(server.port())) {
            assertThat(watch.states(2))
                    .containsExactly(
                            "the broker grants QoS 0 for in/# in place of QoS 1: messages would be lost without a sign."
                                    + " Allow QoS 1 for this client there",
                            "connected");
        }
    }

    /// Paho knows neither code in a SUBACK, and ends the connection as if the Server spoke another MQTT.
    @ParameterizedTest
    @ValueSource(ints = {0x97, 0xA2})
    void aSubackThatPahoDoesNotKnowIsNoMqtt311(int code) {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().subacksWith(code), Behaviour.polite());
                PahoInLink _ = start(server.port())) {
            assertThat(watch.states(2).getFirst()).contains("A subscription may be over its quota", "wildcard");
            assertThat(watch.states(2).getLast()).isEqualTo("connected");
        }
    }

    @Test
    void aSessionThatIsKeptTooShortIsToldOnce(ExpectedLogs logs) {
        logs.expect("the broker keeps the Session of gw-in for 60 s, not for the 3600 s of session-expiry");
        Behaviour impatient = Behaviour.polite().connackWith(Property.SESSION_EXPIRY_INTERVAL, 60);
        try (ScriptedServer server = ScriptedServer.start(impatient);
                PahoInLink _ = start(server.port())) {
            watch.awaitUp(1);
            server.connections().all().getFirst().cut();
            watch.awaitUp(2);

            assertThat(logs.soFar()).hasSize(1);
        }
    }

    @Test
    @ExpectLog("the broker turns the keep-alive of gw-in off")
    void aKeepAliveThatIsOffIsTold() {
        Behaviour deaf = Behaviour.polite().connackWith(Property.SERVER_KEEP_ALIVE, 0);
        try (ScriptedServer server = ScriptedServer.start(deaf);
                PahoInLink _ = start(server.port())) {
            watch.awaitUp(1);
        }
    }

    @Test
    void comesBackAfterARefusedSubscription() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().subacksWith(0x87), Behaviour.polite());
                PahoInLink _ = start(server.port())) {
            assertThat(watch.states(2))
                    .containsExactly(
                            "the broker refused the subscription to in/#: not authorized: check the user's rights at"
                                    + " the broker (0x87)",
                            "connected");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8B, 0x8D, 0x96, 0x98, 0xA0})
    void saysWhyTheServerDisconnected(int code) {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoInLink _ = start(server.port())) {
            watch.awaitUp(1);
            server.connections().all().getFirst().send(new Disconnect(code, Properties.NONE));

            assertThat(watch.states(3))
                    .containsExactly(
                            "connected", "the broker ended the connection: " + ReasonCode.explain(code), "connected");
        }
    }

    /// Two gateways with one client id would otherwise take the Session from each other all day.
    @Test
    void waitsLongWhenAnotherClientTookTheSessionOver() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoInLink _ = start(server.port())) {
            watch.awaitUp(1);
            server.connections().all().getFirst().send(new Disconnect(0x8E, Properties.NONE));

            assertThat(watch.states(2).getLast())
                    .contains("another client connected with the same client id", "it is gw-in");
            timer.delays().awaitAfter(1, delay -> delay.compareTo(LONG) >= 0, SOON);
        }
    }

    /// Paho tells the publishes in flight of the loss before it tells the connection.
    @Test
    void waitsLongAfterATakeOverWithAPublishInFlightToo() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().neverPubacks());
                PahoOutLink link = Links.out(server.port(), timer)) {
            link.start(watch);
            link.publish(Links.result("out", "x"), _ -> {});
            server.awaitReceived(Publish.class, 1, SOON);
            server.connections().all().getFirst().send(new Disconnect(0x8E, Properties.NONE));

            assertThat(watch.states(2).getLast()).contains("another client connected with the same client id");
            timer.delays().awaitAfter(1, delay -> delay.compareTo(LONG) >= 0, SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20", // half a fixed header
                "20 03 00 00", // a CONNACK that ends before its properties
                "20 03 00 00 00 30 20 00 04", // an accepting CONNACK, then half a PUBLISH
                "20 03 00 00 00 F7 00", // an accepting CONNACK, then a packet with wrong flags
                "48 54 54 50 2F 31 2E 31 20 34 30 30 0D 0A" // not MQTT at all
            })
    void triesAgainAfterHalfAPacketAndNonsense(String hex) throws Exception {
        try (RawServer server = new RawServer(hex);
                PahoInLink _ = start(server.port())) {
            // The guard of every further connection, and the wait before it.
            timer.delays().awaitCount(5, SOON);
            assertThat(watch.states(2)).doesNotContain("connected");
        }
    }

    /// As a proxy does whose broker is down. Paho is still starting its threads then, and must leave none.
    @ParameterizedTest
    @ValueSource(ints = {0, 50, 150})
    void survivesAServerThatAcceptsAndCloses(int millis) {
        Behaviour closing = Behaviour.polite().closesAfter(Duration.ofMillis(millis));
        try (ScriptedServer server = ScriptedServer.start(closing, closing, Behaviour.polite());
                PahoInLink _ = start(server.port())) {
            watch.awaitUp(1);

            assertThat(watch.states(3).subList(0, 2)).allMatch(state -> state.startsWith("the connection was lost"));
        }
    }

    /// Threads that Paho was just starting would never end. It takes a third of a second to start them.
    @ParameterizedTest
    @ValueSource(ints = {0, 50, 90, 110, 150, 190, 210, 250, 290})
    void canBeClosedWhileItConnects(int millis) throws InterruptedException {
        CountDownLatch then = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                LinkTimer real = new LinkTimer();
                PahoInLink _ = start(server.port())) {
            Runnable unused = real.after(Duration.ofMillis(millis), then::countDown);
            assertThat(unused).isNotNull();
            assertThat(then.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void asksForThePasswordAtEachConnection() {
        AtomicReference<String> password = new AtomicReference<>("old");
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite())) {
            BrokerOptions broker = new BrokerOptions(
                    "127.0.0.1",
                    server.port(),
                    false,
                    new NoDelaySockets(),
                    Optional.of("gw"),
                    Optional.of(() -> new Secret(password.get())));
            try (PahoOutLink link = new PahoOutLink(broker, "gw-out", Optional.empty(), timer)) {
                link.start(watch);
                watch.awaitUp(1);
                password.set("new");
                server.connections().all().getFirst().cut();
                watch.awaitUp(2);

                assertThat(server.received(Connect.class))
                        .extracting(connect -> connect.password().orElseThrow())
                        .containsExactly(Bytes.utf8("old"), Bytes.utf8("new"));
            }
        }
    }

    @Test
    void waitsLongerEachTimeAndShortAgainAfterAConnectionThatWorked() {
        Behaviour refusing = Behaviour.polite().refusesWith(0x88);
        try (ScriptedServer server = ScriptedServer.start(refusing, refusing, refusing, Behaviour.polite());
                PahoInLink _ = start(server.port())) {
            watch.awaitUp(1);
            server.connections().all().getLast().cut();
            watch.awaitUp(2);

            List<Duration> waits = timer.delays().matching(delay -> delay.compareTo(Duration.ofSeconds(10)) < 0);
            assertThat(waits).hasSize(4);
            assertThat(waits.get(0)).isBetween(Duration.ofMillis(187), Duration.ofMillis(313));
            assertThat(waits.get(1)).isBetween(Duration.ofMillis(375), Duration.ofMillis(625));
            assertThat(waits.get(2)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
            assertThat(waits.get(3)).isBetween(Duration.ofMillis(187), Duration.ofMillis(313));
            assertThat(server.received(Connect.class)).hasSize(5);
        }
    }
}
