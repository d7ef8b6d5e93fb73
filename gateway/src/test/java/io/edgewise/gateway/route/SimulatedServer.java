// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.Publish;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A model of an MQTT Server and one Session on it: it keeps what was not acknowledged, sends it again in
/// order on the next connection and before anything new, and never hears a PUBACK that was under way when a
/// connection ended.
///
/// Confined to the test's thread.
final class SimulatedServer {
    /// A message that a publisher handed over.
    ///
    /// @param name the same for messages that nobody can tell apart
    record Message(String name, Publish publish) {}

    /// One Network Connection. The gateway's PUBACKs wait on the wire until the Server reads them.
    final class Connection implements InConnection {
        private final long session;
        private final Deque<Integer> wire = new ArrayDeque<>();
        /// Packet Identifiers of QoS 1 messages that were sent here and not answered by a PUBACK, in order.
        private final Deque<Integer> unanswered = new ArrayDeque<>();
        private final Map<Integer, Message> sent = new HashMap<>();
        private boolean dead;

        private Connection(long session) {
            this.session = session;
        }

        @Override
        public boolean isDead() {
            return dead;
        }

        @Override
        public long session() {
            return session;
        }

        @Override
        public void acknowledge(int packetId) {
            if (dead) {
                throw new AssertionError("PUBACK " + packetId + " on a connection that has ended");
            }
            Integer next = unanswered.peekFirst();
            if (next == null || next != packetId) {
                throw new AssertionError("PUBACK " + packetId + " out of order: the next is " + next);
            }
            Message message = sent.get(unanswered.removeFirst());
            if (message == null) {
                throw new AssertionError("PUBACK " + packetId + " of nothing");
            }
            onPuback.puback(message);
            wire.addLast(packetId);
        }
    }

    /// Who is told of each PUBACK when the gateway sends it.
    interface OnPuback {
        void puback(Message message);
    }

    private final RandomGenerator random;
    private final int receiveMaximum;
    private final boolean renumbers;
    private final OnPuback onPuback;

    private final Deque<Message> queued = new ArrayDeque<>();
    private Map<Integer, Message> inFlight = new LinkedHashMap<>();
    private final List<Message> lost = new ArrayList<>();
    private final Map<String, Integer> lostPubacks = new HashMap<>();
    private final Deque<Integer> toResend = new ArrayDeque<>();
    private Optional<Connection> connection = Optional.empty();
    private long session;
    private int lastId;

    /// @param renumbers whether redelivered messages get other Packet Identifiers, as Artemis does it
    SimulatedServer(RandomGenerator random, int receiveMaximum, boolean renumbers, OnPuback onPuback) {
        this.random = random;
        this.receiveMaximum = receiveMaximum;
        this.renumbers = renumbers;
        this.onPuback = onPuback;
    }

    /// A publisher's message comes in.
    void accept(Message message) {
        if (message.publish().qos() == 1 || connection.isPresent()) {
            queued.addLast(message);
        }
    }

    /// A new connection of the gateway.
    void connect(boolean keepSession) {
        if (!keepSession) {
            lost.addAll(inFlight.values());
            lost.addAll(queued);
            inFlight.clear();
            queued.clear();
        }
        session += keepSession && session > 0 ? 0 : 1;
        Map<Integer, Message> again = new LinkedHashMap<>();
        inFlight.forEach((id, message) -> again.put(renumbers ? freeId(again) : id, message));
        inFlight = again;
        toResend.clear();
        toResend.addAll(inFlight.keySet());
        connection = Optional.of(new Connection(session));
    }

    /// The connection ends; PUBACKs on the wire are lost.
    void disconnect() {
        connection.ifPresent(ended -> {
            ended.dead = true;
            for (int packetId : ended.wire) {
                Message message = ended.sent.get(packetId);
                if (message != null) {
                    lostPubacks.merge(message.name(), 1, Integer::sum);
                }
            }
        });
        queued.removeIf(message -> message.publish().qos() == 0);
        connection = Optional.empty();
    }

    /// Expires one of the messages that are waiting for their redelivery.
    void expireOne() {
        if (!toResend.isEmpty()) {
            Message expired = inFlight.remove(toResend.removeLast());
            if (expired != null) {
                lost.add(expired);
            }
        }
    }

    /// Reads PUBACKs from the wire.
    void readPubacks(int most) {
        connection.ifPresent(open -> {
            for (int i = 0; i < most && !open.wire.isEmpty(); i++) {
                inFlight.remove(open.wire.removeFirst());
            }
        });
    }

    /// The next message to send, if the client may be sent one.
    ///
    /// @param beyond whether to send more than the Receive Maximum, as Mosquitto does when a Session
    /// resumes
    Optional<Publish> next(boolean beyond) {
        if (connection.isEmpty()) {
            return Optional.empty();
        }
        Connection open = connection.get();
        if (!toResend.isEmpty()) {
            if (!beyond && open.unanswered.size() >= receiveMaximum) {
                return Optional.empty();
            }
            int packetId = toResend.removeFirst();
            Message message = inFlight.get(packetId);
            return message == null ? Optional.empty() : Optional.of(send(open, packetId, message));
        }
        Message message = queued.peekFirst();
        if (message == null || (message.publish().qos() == 1 && !beyond && inFlight.size() >= receiveMaximum)) {
            return Optional.empty();
        }
        queued.removeFirst();
        if (message.publish().qos() == 0) {
            return Optional.of(message.publish());
        }
        int packetId = freeId(inFlight);
        inFlight.put(packetId, message);
        return Optional.of(send(open, packetId, message));
    }

    private static Publish under(int packetId, Publish p) {
        return new Publish(p.topic(), p.payload(), p.qos(), packetId, p.properties());
    }

    private static Publish send(Connection open, int packetId, Message message) {
        open.unanswered.addLast(packetId);
        open.sent.put(packetId, message);
        return under(packetId, message.publish());
    }

    private int freeId(Map<Integer, Message> taken) {
        do {
            // Small, so that a PUBACK on the wrong connection hits another message.
            lastId = lastId % 64 + 1 + (random.nextInt(20) == 0 ? 1 : 0);
        } while (taken.containsKey(lastId) || inFlight.containsKey(lastId));
        return lastId;
    }

    /// The open connection.
    Optional<Connection> connection() {
        return connection;
    }

    /// Whether everything was delivered and acknowledged.
    boolean isDone() {
        return queued.isEmpty() && inFlight.isEmpty();
    }

    /// Messages that the Server itself lost, with a Session or because they expired.
    List<Message> lost() {
        return List.copyOf(lost);
    }

    /// How many PUBACKs never reached the Server.
    int lostPubacks() {
        return lostPubacks.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// How many PUBACKs of a message never reached the Server.
    int lostPubacks(String name) {
        return lostPubacks.getOrDefault(name, 0);
    }

    /// Counts the lost PUBACKs of a message from zero again.
    void forgetLostPubacks(String name) {
        lostPubacks.remove(name);
    }

    /// What is not delivered or not acknowledged, for a failure.
    @Override
    public String toString() {
        return "queued " + queued.stream().map(Message::name).toList() + ", in flight "
                + inFlight.values().stream().map(Message::name).toList();
    }
}
