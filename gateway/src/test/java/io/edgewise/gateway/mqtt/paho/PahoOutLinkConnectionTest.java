// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome.Abandoned;
import io.edgewise.gateway.mqtt.PublishOutcome.Accepted;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Disconnect;
import io.edgewise.testkit.mqtt.Packet.Will;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.Received;
import io.edgewise.testkit.server.ScriptedServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When an out-link has a connection, and how it ends.
class PahoOutLinkConnectionTest extends OutLinkFixture {
    @Test
    void theWillIsTheServersToPublish() {
        OutgoingPublish offline = Links.result("status/gw", "offline");
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoOutLink link =
                        new PahoOutLink(Links.broker(server.port()), "gw-out", Optional.of(offline), timer)) {
            link.start(watch);
            watch.awaitUp(1);

            Will will = server.received(Connect.class).getFirst().will().orElseThrow();
            assertThat(will.topic()).isEqualTo("status/gw");
            assertThat(will.payload().text()).isEqualTo("offline");
            assertThat(will.qos()).isEqualTo(1);
        }
    }

    @Test
    void closingWaitsForThePubacksAndDisconnectsWithoutTheWill() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite())) {
            PahoOutLink link = start(server);
            watch.awaitUp(1);
            for (int i = 0; i < 100; i++) {
                publish(link, "out", Integer.toString(i));
            }

            link.close();

            assertThat(outcomes.all()).hasSize(100).extracting(Outcome::outcome).containsOnly(new Accepted());
            Received last = server.received().await(each -> each.is(Disconnect.class), SOON);
            assertThat(last.packet()).isEqualTo(Disconnect.NORMAL);
            assertThat(watch.states(1)).containsExactly("connected");
        }
    }

    @Test
    void closingGivesUpWhatCannotBeSent() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().refusesWith(0x88))) {
            PahoOutLink link = start(server);
            publish(link, "out", "before");

            link.close();
            publish(link, "out", "after");

            assertThat(outcomes.all())
                    .containsExactly(new Outcome("before", new Abandoned()), new Outcome("after", new Abandoned()));
        }
    }

    /// A retry that the timer still holds has an outcome too, and only one.
    @Test
    void closingGivesUpWhatWaitsToBeSentAgain() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().pubacksWith("full", 0x97));
                LinkTimer slow = new LinkTimer()) {
            PahoOutLink link = Links.out(server.port(), slow);
            link.start(watch);
            publish(link, "full", "x");
            publish(link, "out", "y");
            outcomes.awaitCount(1, SOON); // "y" was answered after "x"

            link.close();

            assertThat(outcomes.all())
                    .containsExactly(new Outcome("y", new Accepted()), new Outcome("x", new Abandoned()));
        }
    }

    @Test
    void isConnectedBetweenConnackAndLoss() {
        try (ScriptedServer server = ScriptedServer.start(
                        Behaviour.polite(), Behaviour.polite().refusesWith(0x88));
                PahoOutLink link = start(server)) {
            watch.awaitUp(1);
            assertThat(link.isConnected()).isTrue();
            long first = link.connection();
            connection(server, 0).cut();
            watch.states(2);
            assertThat(link.isConnected()).isFalse();
            assertThat(link.connection()).isNotEqualTo(first);
        }
    }
}
