// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.InLink;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.testkit.Journal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Writes down what a link tells. Thread-safe.
final class Watch implements InLink.Listener, PahoOutLink.Listener {
    static final Duration SOON = Duration.ofSeconds(15);

    /// @param session of the connection at the moment of reception
    record Message(InConnection connection, Publish publish, long session) {
        String text() {
            return new String(publish.payload().bytes(), StandardCharsets.UTF_8);
        }

        void acknowledge() {
            connection.acknowledge(publish.packetId());
        }
    }

    private final Journal<Message> messages = new Journal<>("messages");
    private final Journal<InConnection> connections = new Journal<>("connections of an in-link");
    private final Journal<String> states = new Journal<>("states of the link");

    @Override
    public void received(InConnection connection, Publish publish) {
        messages.add(new Message(connection, publish, connection.session()));
    }

    @Override
    public void connected(InConnection connection) {
        connections.add(connection);
        connected();
    }

    @Override
    public void connected() {
        states.add("connected");
    }

    @Override
    public void disconnected(String reason) {
        states.add(reason);
    }

    /// The first n messages.
    List<Message> messages(int n) {
        return messages.awaitCount(n, SOON);
    }

    /// Every message so far.
    List<Message> messages() {
        return messages.all();
    }

    /// The first n connections that came up.
    List<InConnection> connections(int n) {
        return connections.awaitCount(n, SOON);
    }

    /// "connected", or why there is no connection, in order; waits for n.
    List<String> states(int n) {
        return states.awaitCount(n, SOON);
    }

    /// Waits until the link has come up n times.
    void awaitUp(int n) {
        int[] left = {n};
        states.await(state -> state.equals("connected") && --left[0] == 0, SOON);
    }
}
