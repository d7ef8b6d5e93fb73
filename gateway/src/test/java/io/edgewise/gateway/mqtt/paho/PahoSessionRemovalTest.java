// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.SessionRemoval;
import io.edgewise.testkit.Journal;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Disconnect;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Subscribe;
import io.edgewise.testkit.mqtt.Packet.Unsubscribe;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When a Session is removed, and that nothing of it is acknowledged before it is safe.
class PahoSessionRemovalTest {
    private final HastyTimer timer = new HastyTimer();
    private final Journal<String> kept = new Journal<>("messages of the former Session");
    private final Journal<Integer> removed = new Journal<>("removals");
    private final Journal<String> reasons = new Journal<>("reasons");

    /// Opened by the test that waits on it.
    private final CountDownLatch safe = new CountDownLatch(1);

    @AfterEach
    void closeTimer() {
        safe.countDown();
        timer.close();
    }

    /// A Session with n messages that its in-link has not acknowledged.
    private void leaveBehind(ScriptedServer server, int messages) {
        Watch watch = new Watch();
        try (PahoInLink link = Links.in(server.port(), timer)) {
            link.start(watch);
            watch.messages(messages);
        }
    }

    private PahoSessionRemoval start(ScriptedServer server, Predicate<String> keeps) {
        PahoSessionRemoval removal = new PahoSessionRemoval(
                Links.broker(server.port()), "gw-in", List.of("in/#"), Links.SESSION_EXPIRY, timer);
        removal.start(new SessionRemoval.Listener() {
            @Override
            public boolean received(InConnection connection, io.edgewise.gateway.mqtt.Publish publish) {
                String text = new String(publish.payload().bytes(), StandardCharsets.UTF_8);
                boolean safe = keeps.test(text);
                kept.add(text);
                return safe;
            }

            @Override
            public void removed(int messages) {
                removed.add(messages);
            }

            @Override
            public void disconnected(String reason) {
                reasons.add(reason);
            }
        });
        return removal;
    }

    @Test
    void unsubscribesHandsOnWhatIsThereAndHasTheSessionForgotten() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().floods(3, "in/a"), Behaviour.polite())) {
            leaveBehind(server, 3);

            try (PahoSessionRemoval _ = start(server, text -> true)) {
                assertThat(removed.awaitCount(1, SOON)).containsExactly(3);
            }

            assertThat(kept.all()).containsExactly("0", "1", "2");
            assertThat(server.received(Puback.class)).hasSize(3);
            assertThat(server.received(Subscribe.class)).hasSize(1); // by the in-link
            assertThat(server.received(Unsubscribe.class))
                    .isNotEmpty()
                    .allSatisfy(sent -> assertThat(sent.filters()).containsExactly("in/#"));
            assertThat(server.awaitReceived(Disconnect.class, 2, SOON)
                            .getLast()
                            .properties()
                            .number(Property.SESSION_EXPIRY_INTERVAL))
                    .hasValue(0);
        }
    }

    /// A gateway that is killed in the middle must find the Session again.
    @Test
    void connectsWithTheExpiryThatTheSessionHad() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoSessionRemoval _ = start(server, text -> true)) {
            Connect connect = server.awaitReceived(Connect.class, 1, SOON).getFirst();

            assertThat(connect.cleanStart()).isFalse();
            assertThat(connect.properties().number(Property.SESSION_EXPIRY_INTERVAL))
                    .hasValue(Links.SESSION_EXPIRY.toSeconds());
        }
    }

    @Test
    void acknowledgesNothingThatIsNotSafeYet() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().floods(2, "in/a"), Behaviour.polite())) {
            leaveBehind(server, 2);
            try (PahoSessionRemoval _ = start(server, text -> text.equals("0") || waits())) {
                server.awaitReceived(Puback.class, 1, SOON);
                server.awaitReceived(Unsubscribe.class, 1, SOON);
                assertThat(server.received(Puback.class)).hasSize(1);
                assertThat(removed.all()).isEmpty();

                safe.countDown();

                assertThat(removed.awaitCount(1, SOON)).containsExactly(2);
            }
            assertThat(server.received(Puback.class)).hasSize(2);
        }
    }

    private boolean waits() {
        try {
            safe.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void whatCouldNotBeKeptComesAgain() {
        try (ScriptedServer server =
                ScriptedServer.start(Behaviour.polite().floods(1, "in/a"), Behaviour.polite(), Behaviour.polite())) {
            leaveBehind(server, 1);

            try (PahoSessionRemoval _ = start(server, text -> !kept.all().isEmpty())) {
                assertThat(removed.awaitCount(1, SOON)).containsExactly(2);
            }

            assertThat(kept.all()).containsExactly("0", "0");
            assertThat(reasons.all()).containsExactly("a message of the former Session could not be kept elsewhere");
        }
    }

    @Test
    void leavesNothingBehindWhereThereIsNoSession() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoSessionRemoval _ = start(server, text -> true)) {
            assertThat(removed.awaitCount(1, SOON)).containsExactly(0);
            assertThat(server.received(Unsubscribe.class)).isEmpty();
            assertThat(server.awaitReceived(Disconnect.class, 1, SOON)
                            .getFirst()
                            .properties()
                            .number(Property.SESSION_EXPIRY_INTERVAL))
                    .hasValue(0);
        }
    }

    @Test
    void closedBeforeTheEndItLeavesTheSession() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().floods(1, "in/a"), Behaviour.polite())) {
            leaveBehind(server, 1);
            PahoSessionRemoval removal = start(server, text -> waits());
            server.awaitReceived(Unsubscribe.class, 1, SOON);

            removal.close();
            safe.countDown();

            assertThat(server.awaitReceived(Disconnect.class, 2, SOON)
                            .getLast()
                            .properties()
                            .number(Property.SESSION_EXPIRY_INTERVAL))
                    .isEmpty();
            assertThat(server.received(Puback.class)).isEmpty();
            assertThat(removed.all()).isEmpty();
        }
    }
}
