// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.ReasonCode;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps one link connected: when a connection has ended it waits and opens the next, until it is closed.
///
/// Thread-safe. There is at most one connection at a time: the next is opened only after the last one's
/// [PahoConnection.Events#down].
final class Reconnector implements AutoCloseable {
    private final ConnectSettings settings;
    private final LinkTimer timer;
    private final PahoConnection.Events events;
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    private final Object lock = new Object();
    private @Nullable PahoConnection current;
    private boolean closed;

    /// @param timer for back-off and time-outs; not closed here
    /// @param events the link's, told about every connection
    Reconnector(ConnectSettings settings, LinkTimer timer, PahoConnection.Events events) {
        this.settings = settings;
        this.timer = timer;
        this.events = events;
    }

    /// Opens a connection, unless closed.
    void connect() {
        PahoConnection connection;
        synchronized (lock) {
            if (closed) {
                return;
            }
            connection = new PahoConnection(settings, timer, events);
            current = connection;
        }
        connection.open();
    }

    /// The connection does its work: the next wait is a short one again.
    void working() {
        synchronized (lock) {
            backoff.reset();
        }
    }

    /// The connection has ended: opens the next one after a while.
    ///
    /// @param reasonCode of the Server, or 0
    void ended(int reasonCode) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (reasonCode == ReasonCode.SESSION_TAKEN_OVER) {
                backoff.slow();
            }
            timer.after(backoff.next(), this::connect);
        }
    }

    /// Disconnects in order. No [PahoConnection.Events] of that connection follow.
    @Override
    public void close() {
        PahoConnection connection;
        synchronized (lock) {
            closed = true;
            connection = current;
        }
        if (connection != null) {
            connection.close();
        }
    }
}
