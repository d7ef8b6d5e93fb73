// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import io.edgewise.testkit.Journal;
import io.edgewise.testkit.mqtt.Packet;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Publish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// An MQTT Server on loopback that misbehaves as told and writes down every packet it receives.
///
/// ```java
/// try (ScriptedServer server = ScriptedServer.start(
///         Behaviour.polite().dropsAtPublish(3),
///         Behaviour.polite())) {
///     // … the client under test publishes …
///     server.received().await(r -> r.connection() == 1 && r.is(Publish.class), Duration.ofSeconds(5));
/// }
/// ```
///
/// It routes nothing from client to client: [#deliver(Publish)] sends what the test wants delivered. It does not
/// mind Receive Maximum. Sessions are remembered as the client asks for it, and a second connection of a client
/// takes over.
///
/// What a client must never send (bytes that are no packet, a second CONNECT, QoS 2, an unknown Topic Alias) is a
/// *problem*; [#close()] fails on problems that the test has not taken.
///
/// Thread-safe. Its daemon threads are named "scripted-server-…" and end with [#close()].
public final class ScriptedServer implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Script script;
    private final ServerSocket socket;
    private final Thread accepter;
    private final ScheduledThreadPoolExecutor timer;
    private final Journal<ServerConnection> connections = new Journal<>("connections to the scripted server");
    private final Journal<Received> received = new Journal<>("packets received by the scripted server");
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final Map<String, Owned> sessions = new ConcurrentHashMap<>();

    record Resumed(Session session, boolean present) {}

    private record Owned(Session session, boolean resumed, ServerConnection connection, Connect connect) {}

    ScriptedServer(Script script) {
        this.script = script;
        this.socket = listen();
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("scripted-server-timer").factory());
        this.accepter =
                Thread.ofPlatform().daemon().name("scripted-server-accepter").start(this::accept);
    }

    /// Starts on a free port, with these behaviours in order of accept; the last holds for all further connections.
    public static ScriptedServer start(Behaviour... inOrder) {
        return script().connections(inOrder).start();
    }

    /// For different behaviours for different clients.
    public static Script script() {
        return new Script();
    }

    /// The port on 127.0.0.1.
    public int port() {
        return socket.getLocalPort();
    }

    /// For other clients: `tcp://127.0.0.1:PORT`.
    public String url() {
        return "tcp://127.0.0.1:" + port();
    }

    /// Every packet of every connection, in the order in which it was read.
    public Journal<Received> received() {
        return received;
    }

    /// The packets of one type so far, in order.
    public <P extends Packet> List<P> received(Class<P> type) {
        return received.matching(each -> each.is(type)).stream()
                .map(each -> type.cast(each.packet()))
                .toList();
    }

    /// Waits for the n-th packet of a type, and returns the n in order.
    public <P extends Packet> List<P> awaitReceived(Class<P> type, int n, Duration limit) {
        int[] left = {n};
        received.await(each -> each.is(type) && --left[0] == 0, limit);
        return received(type).subList(0, n);
    }

    /// Every connection in order of accept, closed ones too.
    public Journal<ServerConnection> connections() {
        return connections;
    }

    /// Sends a message to the newest open connection with a subscription that matches its topic.
    ///
    /// @return the message as sent, with its Packet Identifier
    /// @throws IllegalStateException when nobody has subscribed
    public Publish deliver(Publish message) {
        return connections.matching(each -> each.isOpen() && each.wants(message.topic())).reversed().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody has subscribed to " + message.topic()))
                .publish(message);
    }

    /// What clients sent that they must not, so far; taking it says that the test has seen to it.
    public List<String> takeProblems() {
        List<String> taken = new ArrayList<>();
        for (String next = problems.poll(); next != null; next = problems.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /// Cuts every connection and ends every thread.
    ///
    /// @throws AssertionError when a client did what it must not, and the test has not taken the problem
    @Override
    public void close() {
        try {
            socket.close();
            accepter.join(PATIENCE);
            timer.shutdownNow();
            for (ServerConnection connection : connections.all()) {
                connection.cut();
                connection.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing the scripted server", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> left = takeProblems();
        if (!left.isEmpty()) {
            throw new AssertionError("what a client must not send: " + left);
        }
    }

    void later(Duration delay, Runnable action) {
        var _ = timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void problem(String what) {
        problems.add(what);
    }

    Optional<Behaviour> behaviourFor(ServerConnection connection) {
        int earlier = received.matching(
                        each -> each.is(Connect.class) && each.clientId().equals(connection.clientId()))
                .size();
        return script.forClient(connection.clientId(), earlier);
    }

    /// The Session for a CONNECT, after taking it over from an older connection.
    Resumed session(ServerConnection connection, Connect connect) {
        if (connect.clientId().isEmpty()) {
            return new Resumed(new Session(), false);
        }
        Owned owned = sessions.compute(connect.clientId(), (_, old) -> {
            if (old == null) {
                return new Owned(new Session(), false, connection, connect);
            }
            old.connection().takenOver(old.connect().version());
            // A Session that the old connection did not ask to keep ends with it, taken over or not.
            return connect.cleanStart() || !old.connect().keepsSession()
                    ? new Owned(new Session(), false, connection, connect)
                    : new Owned(old.session(), true, connection, connect);
        });
        return new Resumed(owned.session(), owned.resumed());
    }

    /// The connection is closed; its Session stays if the client asked for it.
    void ended(ServerConnection connection) {
        sessions.computeIfPresent(
                connection.clientId(),
                (_, owned) -> owned.connection().equals(connection)
                                && !owned.connect().keepsSession()
                        ? null
                        : owned);
    }

    private void accept() {
        for (int number = 0; !socket.isClosed(); number++) {
            try {
                Socket accepted = socket.accept();
                ServerConnection connection = new ServerConnection(this, number, accepted, script.forAccept(number));
                connections.add(connection);
                connection.start();
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    problem("accepting: " + e);
                }
            }
        }
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the scripted server", e);
        }
    }
}
