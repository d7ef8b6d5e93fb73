// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.ReasonCode;
import io.edgewise.gateway.mqtt.SessionRemoval;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/// Removes a Session on Paho.
///
/// No packet says that a Session holds nothing more. It is taken for empty when nothing has come for a while, the
/// Server has answered another UNSUBSCRIBE since, before which it would have sent what it could, and nothing has
/// come for a while again: Paho may tell an answer before the message that came in front of it.
///
/// Thread-safe: the listener is set before the first connection; messages come one at a time.
public final class PahoSessionRemoval implements SessionRemoval, PahoConnection.Events {
    /// Messages are handed on one at a time, so more would only wait in memory.
    private static final int RECEIVE_MAXIMUM = 8;

    private static final Duration QUIET = Duration.ofSeconds(1);

    private final List<String> subscriptions;
    private final LinkTimer timer;
    private final Reconnector reconnector;
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Optional<Listener> listener = Optional.empty();
    private volatile boolean closed;

    /// @param clientId the Session's
    /// @param subscriptions that it may have: Topic Filters, or `$share/NAME/` and one
    /// @param sessionExpiry as before: if this gateway ends in between, the Server keeps the Session that long
    /// @param timer for back-off and time-outs; not closed here
    public PahoSessionRemoval(
            BrokerOptions broker,
            String clientId,
            List<String> subscriptions,
            Duration sessionExpiry,
            LinkTimer timer) {
        this.subscriptions = List.copyOf(subscriptions);
        this.timer = timer;
        this.reconnector = new Reconnector(
                new ConnectSettings(
                        broker, clientId, sessionExpiry, RECEIVE_MAXIMUM, ConnectSettings.KEEP_ALIVE, Optional.empty()),
                timer,
                this);
    }

    @Override
    public void start(Listener told) {
        listener = Optional.of(told);
        reconnector.connect();
    }

    @Override
    public void up(PahoConnection connection, Connack connack) {
        if (!reconnector.accepts(connection, connack)) {
            return;
        }
        if (connack.sessionPresent()) {
            connection.unsubscribe(subscriptions, codes -> unsubscribed(connection, codes));
        } else {
            end(connection); // this connection has made one, which goes with it
        }
    }

    private void unsubscribed(PahoConnection connection, List<Integer> codes) {
        codes.stream()
                .filter(code -> code >= ReasonCode.ERROR)
                .findFirst()
                .ifPresentOrElse(
                        code -> connection.die(
                                code,
                                "the broker refused to unsubscribe " + subscriptions + ": " + ReasonCode.explain(code)),
                        () -> {
                            reconnector.working();
                            whenQuiet(
                                    connection,
                                    () -> connection.unsubscribe(
                                            subscriptions, again -> whenQuiet(connection, () -> end(connection))));
                        });
    }

    /// Goes on when nothing has come for a while.
    private void whenQuiet(PahoConnection connection, Runnable next) {
        int before = received.get();
        timer.after(QUIET, () -> {
            if (connection.isDead()) {
                return;
            }
            if (busy.get() || received.get() != before) {
                whenQuiet(connection, next);
            } else {
                next.run();
            }
        });
    }

    /// On a thread of its own, because it waits.
    private void end(PahoConnection connection) {
        Thread.ofPlatform().daemon().name("mqtt-session-end").start(() -> {
            if (connection.closeSession()) {
                listener.ifPresent(told -> told.removed(received.get()));
            }
        });
    }

    @Override
    public void message(PahoConnection connection, String topic, MqttMessage message) {
        busy.set(true);
        received.incrementAndGet();
        try {
            Publish publish = PahoMessages.publish(topic, message);
            if (!listener.orElseThrow().received(connection, publish)) {
                connection.die(0, "a message of the former Session could not be kept elsewhere");
            } else if (publish.qos() > 0) {
                connection.acknowledge(publish.packetId());
            }
        } finally {
            busy.set(false);
        }
    }

    @Override
    public void down(PahoConnection connection, int reasonCode, String reason) {
        if (!closed) {
            listener.ifPresent(told -> told.disconnected(reason));
            reconnector.ended(reasonCode);
        }
    }

    @Override
    public void close() {
        closed = true;
        reconnector.close();
    }
}
