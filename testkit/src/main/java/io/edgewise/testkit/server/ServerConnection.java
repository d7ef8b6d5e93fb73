// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import io.edgewise.testkit.mqtt.MalformedPacketException;
import io.edgewise.testkit.mqtt.Packet;
import io.edgewise.testkit.mqtt.Packet.Connack;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Disconnect;
import io.edgewise.testkit.mqtt.Packet.Pingreq;
import io.edgewise.testkit.mqtt.Packet.Pingresp;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Packet.Suback;
import io.edgewise.testkit.mqtt.Packet.Subscribe;
import io.edgewise.testkit.mqtt.Packet.Unsuback;
import io.edgewise.testkit.mqtt.Packet.Unsubscribe;
import io.edgewise.testkit.mqtt.PacketReader;
import io.edgewise.testkit.mqtt.Properties;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.mqtt.ReasonCode;
import io.edgewise.testkit.mqtt.Version;
import io.edgewise.testkit.server.Behaviour.Redelivery;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One connection that a [ScriptedServer] accepted; a test may send on it and cut it.
///
/// Thread-safe: a reader thread reacts to packets, a writer thread sends, and the test may call the public methods.
public final class ServerConnection {
    /// No subscription existed (MQTT 5.0 section 3.11.3).
    private static final int NO_SUBSCRIPTION = 0x11;

    private final ScriptedServer server;
    private final int number;
    private final Socket socket;
    private final Outbox outbox;
    private final Thread reader;
    private final Map<Long, String> topicOfAlias = new HashMap<>();

    // Written by the reader, read by the test: volatile.
    private volatile String clientId = "";
    private volatile Session session = new Session();
    private volatile Behaviour behaviour;

    // Confined to the reader.
    private boolean greeted;
    private boolean dropped;
    private int publishes;

    ServerConnection(ScriptedServer server, int number, Socket socket, Behaviour behaviour) throws IOException {
        socket.setTcpNoDelay(true);
        this.server = server;
        this.number = number;
        this.socket = socket;
        this.behaviour = behaviour;
        this.outbox = new Outbox(socket, "scripted-server-writer-" + number, this::problem);
        this.reader = Thread.ofPlatform()
                .daemon()
                .name("scripted-server-reader-" + number)
                .unstarted(this::read);
    }

    void start() {
        behaviour.closeAfter.ifPresent(delay -> server.later(delay, outbox::end));
        outbox.start();
        reader.start();
    }

    /// Number of the connection in order of accept, from 0.
    public int number() {
        return number;
    }

    /// The client's id; empty before its CONNECT.
    public String clientId() {
        return clientId;
    }

    /// Whether neither side has closed it.
    public boolean isOpen() {
        return !socket.isClosed();
    }

    /// Sends any packet as it stands; never blocks.
    public void send(Packet packet) {
        outbox.send(List.of(packet));
    }

    /// Sends a message; at QoS 1 under a new Packet Identifier and remembered until its PUBACK.
    ///
    /// @return the message as sent
    public Publish publish(Publish message) {
        Publish sent = session.outgoing(message);
        send(sent);
        return sent;
    }

    /// Resets the connection at once; what was not sent yet is lost.
    public void cut() {
        outbox.reset();
    }

    boolean wants(String topic) {
        return session.wants(topic);
    }

    void join() throws InterruptedException {
        outbox.join();
        reader.join(ScriptedServer.PATIENCE);
    }

    private void read() {
        try {
            PacketReader packets = new PacketReader(new BufferedInputStream(socket.getInputStream()), Version.V5);
            Optional<Packet> packet = packets.read();
            while (packet.isPresent()) {
                if (!dropped) {
                    react(packet.get(), packets.version());
                }
                packet = packets.read();
            }
        } catch (MalformedPacketException | RuntimeException e) {
            problem(e.toString());
        } catch (IOException e) {
            // The other side, or cut(), broke the connection: what a test of broken connections is about.
            dropped = true;
        } finally {
            outbox.closeNow();
            server.ended(this);
        }
    }

    private void react(Packet packet, Version version) {
        if (!greeted && !(packet instanceof Connect)) {
            throw new IllegalStateException("first packet is not CONNECT: " + packet);
        }
        switch (packet) {
            case Connect connect -> greet(connect);
            case Publish publish -> receive(publish);
            case Puback puback -> record(packet, "", session.acknowledge(puback.packetId()));
            case Subscribe subscribe -> subscribe(subscribe);
            case Unsubscribe unsubscribe -> unsubscribe(unsubscribe, version);
            case Pingreq _ -> ping(packet);
            default -> record(packet, "", Optional.empty());
        }
    }

    private void greet(Connect connect) {
        if (greeted) {
            throw new IllegalStateException("second CONNECT on one connection");
        }
        greeted = true;
        clientId = connect.clientId();
        server.behaviourFor(this).ifPresent(this::change);
        outbox.speak(connect.version());
        ScriptedServer.Resumed resumed = server.session(this, connect);
        session = resumed.session();
        record(connect, "", Optional.empty());
        if (behaviour.answersConnect) {
            connack(behaviour.sessionPresent.orElse(resumed.present()));
        }
    }

    private void change(Behaviour forThisClient) {
        behaviour = forThisClient;
        forThisClient.closeAfter.ifPresent(delay -> server.later(delay, outbox::end));
    }

    private void connack(boolean present) {
        Connack connack = new Connack(present, behaviour.connackCode, behaviour.connackProperties);
        if (behaviour.connackCode != ReasonCode.SUCCESS) {
            send(connack);
            drop();
            return;
        }
        // In one go, or what the test delivers on seeing the connection would overtake the redelivery.
        List<Packet> greeting = new ArrayList<>(List.of(connack));
        if (behaviour.redelivery != Redelivery.NONE) {
            greeting.addAll(session.redelivery(behaviour.redelivery == Redelivery.SAME_IDS));
        }
        outbox.send(greeting);
    }

    private void receive(Publish publish) {
        String topic = topic(publish);
        record(publish, topic, Optional.empty());
        publishes++;
        if (behaviour.dropAfter.isPresent() && publishes == behaviour.dropAfter.getAsInt()) {
            drop();
        } else if (publish.qos() == 2) {
            problem("QoS 2 is not spoken here: " + publish);
        } else if (publish.qos() == 1 && behaviour.pubacks) {
            int code = behaviour.pubackCodes.getOrDefault(topic, ReasonCode.SUCCESS);
            send(new Puback(publish.packetId(), code));
        }
    }

    private String topic(Publish publish) {
        Optional<Long> alias = publish.properties().number(Property.TOPIC_ALIAS).stream()
                .boxed()
                .findFirst();
        if (alias.isPresent() && publish.topic().isEmpty()) {
            String topic = topicOfAlias.get(alias.get());
            if (topic == null) {
                throw new IllegalStateException("unknown Topic Alias: " + publish);
            }
            return topic;
        }
        alias.ifPresent(number -> topicOfAlias.put(number, publish.topic()));
        return publish.topic();
    }

    private void subscribe(Subscribe subscribe) {
        record(subscribe, "", Optional.empty());
        List<Integer> codes = subscribe.subscriptions().stream()
                .map(each -> behaviour.subackCode.orElse(each.qos()))
                .toList();
        for (int i = 0; i < codes.size(); i++) {
            if (!ReasonCode.isFailure(codes.get(i))) {
                session.subscribe(subscribe.subscriptions().get(i));
            }
        }
        send(new Suback(subscribe.packetId(), codes, Properties.NONE));
        behaviour.afterSubscribe.forEach(this::publish);
    }

    private void unsubscribe(Unsubscribe unsubscribe, Version version) {
        record(unsubscribe, "", Optional.empty());
        List<Integer> codes = unsubscribe.filters().stream()
                .map(filter -> session.unsubscribe(filter) ? ReasonCode.SUCCESS : NO_SUBSCRIPTION)
                .toList();
        List<Integer> sayable = version == Version.V5 ? codes : List.of();
        send(new Unsuback(unsubscribe.packetId(), sayable, Properties.NONE));
    }

    private void ping(Packet packet) {
        record(packet, "", Optional.empty());
        if (behaviour.pingresps) {
            send(new Pingresp());
        }
    }

    /// Another connection has come with the same client id (MQTT 5.0 section 3.1.4).
    void takenOver(Version version) {
        if (version == Version.V5) {
            send(new Disconnect(ReasonCode.SESSION_TAKEN_OVER, Properties.NONE));
        }
        outbox.end();
    }

    /// Lets what was said before arrive, and hears nothing more.
    private void drop() {
        dropped = true;
        outbox.end();
    }

    private void record(Packet packet, String topic, Optional<Publish> acknowledged) {
        server.received().add(new Received(number, clientId, packet, topic, acknowledged));
    }

    private void problem(String what) {
        server.problem("connection %d of client \"%s\": %s".formatted(number, clientId, what));
    }
}
