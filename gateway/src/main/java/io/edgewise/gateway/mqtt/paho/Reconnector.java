// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one link connected: when a connection has ended it waits and opens the next, until it is closed.
///
/// Thread-safe. There is at most one connection at a time: the next is opened only after the last one's
/// [PahoConnection.Events#down].
final class Reconnector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reconnector.class);

    private final LinkTimer timer;
    private final PahoConnection.Events events;
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    private final Object lock = new Object();
    private final Set<String> told = new HashSet<>();
    private ConnectSettings settings;
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

    /// Looks at what the Server takes back of what it was asked for. That is told once, not at each connection.
    ///
    /// Paho sends its first ping when its own keep-alive is over, whatever the Server wants, and would be
    /// thrown out before: such a connection ends here, and the next one asks for what the Server wants.
    ///
    /// @return whether the connection can be used
    boolean accepts(PahoConnection connection, Connack connack) {
        Optional<Duration> shorter;
        List<String> warnings = new ArrayList<>();
        synchronized (lock) {
            shorter = connack.shorterKeepAlive(settings);
            shorter.ifPresent(theirs -> settings = settings.withKeepAlive(theirs));
            connack.warnings(settings).stream().filter(told::add).forEach(warnings::add);
        }
        warnings.forEach(warning -> LOG.atWarn().log(warning));
        shorter.ifPresent(theirs -> connection.die(
                0, "the broker wants a sign of life every " + theirs.toSeconds() + " s: connecting with that"));
        return shorter.isEmpty();
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
            if (ReasonCode.wantsPatience(reasonCode)) {
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
