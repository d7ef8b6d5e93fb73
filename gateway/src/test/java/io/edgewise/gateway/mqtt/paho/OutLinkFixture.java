// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;

import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.testkit.Journal;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.server.ScriptedServer;
import io.edgewise.testkit.server.ServerConnection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// An out-link that is told what becomes of each publish. A base of tests, for their threads.
abstract class OutLinkFixture {
    record Outcome(String text, PublishOutcome outcome) {}

    final HastyTimer timer = new HastyTimer();
    final Watch watch = new Watch();
    final Journal<Outcome> outcomes = new Journal<>("outcomes");

    @AfterEach
    void closeTimer() {
        timer.close();
    }

    PahoOutLink start(ScriptedServer server) {
        PahoOutLink link = Links.out(server.port(), timer);
        link.start(watch);
        return link;
    }

    void publish(PahoOutLink link, String topic, String text) {
        link.publish(Links.result(topic, text), outcome -> outcomes.add(new Outcome(text, outcome)));
    }

    PublishOutcome outcome() {
        return outcomes.awaitCount(1, SOON).getFirst().outcome();
    }

    static List<String> texts(List<Publish> publishes) {
        return publishes.stream().map(Publish::text).toList();
    }

    static ServerConnection connection(ScriptedServer server, int index) {
        return server.connections().awaitCount(index + 1, SOON).get(index);
    }
}
