// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.delivery.Arrival;
import io.edgewise.gateway.delivery.Intake;
import io.edgewise.gateway.delivery.MessageBudget;
import io.edgewise.gateway.mqtt.FormerSubscriptions;
import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Pingreq;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.ScriptedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The shortest keep-alive there is, one second: these tests take longer than others.
class KeepAliveTest {
    private static final int FLOOD = 500;

    private final HastyTimer timer = new HastyTimer();
    private final Watch watch = new Watch();

    @AfterEach
    void closeTimer() {
        timer.close();
    }

    private PahoInLink link(ScriptedServer server) {
        ConnectSettings settings = new ConnectSettings(
                Links.broker(server.port()),
                "gw-in",
                Links.SESSION_EXPIRY,
                Links.WINDOW,
                Duration.ofSeconds(1),
                Optional.empty());
        return new PahoInLink(settings, List.of("in/#"), 1, FormerSubscriptions.NONE, timer);
    }

    @Test
    void connectsAnewWhenTheServerFallsSilent() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().neverPingresps(), Behaviour.polite());
                PahoInLink link = link(server)) {
            link.start(watch);

            assertThat(watch.states(3)).containsExactly("connected", "the broker did not answer in time", "connected");
        }
    }

    /// Paho sends the first ping after its own keep-alive, and would be thrown out before.
    @Test
    void pingsAsOftenAsTheServerWants() {
        Behaviour anxious = Behaviour.polite().connackWith(Property.SERVER_KEEP_ALIVE, 1);
        try (ScriptedServer server = ScriptedServer.start(anxious);
                PahoInLink link = Links.in(server.port(), timer)) {
            link.start(watch);

            server.awaitReceived(Pingreq.class, 2, SOON);
            assertThat(watch.states(2))
                    .containsExactly("the broker wants a sign of life every 1 s: connecting with that", "connected");
            assertThat(server.received(Connect.class))
                    .extracting(Connect::keepAlive)
                    .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(1));
        }
    }

    /// Paho's own timer waits for a time of day: set back by an hour, it would ping an hour later.
    @Test
    void pingsDoNotDependOnTheTimeOfDay() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoInLink link = link(server)) {
            link.start(watch);
            server.awaitReceived(Pingreq.class, 1, SOON);

            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getClass().getName().startsWith("java.util.Timer"));
        }
    }

    /// A resuming Server pushes far more than the window. While messages wait that nobody works on, the answers
    /// to pings stand behind them in the stream and must be read.
    @Test
    void aFloodBeyondTheWindowDoesNotStarveIt() {
        Intake intake = new Intake(1 << 20, new MessageBudget(Long.MAX_VALUE));
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().floods(FLOOD, "in/a"));
                PahoInLink link = link(server)) {
            link.start(new Forwarding(watch) {
                @Override
                public void received(InConnection connection, Publish publish) {
                    assertThat(intake.put(new Arrival(connection, publish, Instant.EPOCH, 0)))
                            .isTrue();
                }
            });

            // A client whose ping has had no answer ends the connection instead of pinging once more.
            server.awaitReceived(Pingreq.class, 3, SOON);
            Awaitility.await().until(() -> intake.size() == FLOOD);
            assertThat(server.connections().size()).isEqualTo(1);
            assertThat(server.received(Puback.class)).isEmpty();
        } finally {
            intake.close();
        }
    }
}
