// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import io.edgewise.testkit.Journal;
import io.edgewise.testkit.mqtt.Packet.Connack;
import io.edgewise.testkit.mqtt.Packet.Disconnect;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Packet.Suback;
import io.edgewise.testkit.mqtt.Packet.Subscribe;
import io.edgewise.testkit.mqtt.Packet.Subscription;
import io.edgewise.testkit.mqtt.Packet.Unsuback;
import io.edgewise.testkit.mqtt.Packet.Unsubscribe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One Network Connection of a Client, blocking and with nothing hidden: what it receives lies in a journal, what it
/// acknowledges the test decides, and when the connection is gone it stays gone.
///
/// **Errors**: a refused, silent or broken connection is a [ConnectionFailedException]; a subscription that the
/// Server refuses is an `IllegalStateException`.
///
/// Thread-safe: any thread may call. One daemon thread of its own, "raw-mqtt-CLIENTID", reads the socket and ends
/// with it. A callback given to [#connect(ConnectOptions, Consumer)] runs on that thread.
public final class RawMqttClient implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final ConnectOptions options;
    private final Wire wire;
    private final Consumer<Publish> onPublish;
    private final Journal<Publish> received;
    private final Journal<Packet> others;
    private final CompletableFuture<Connack> connack = new CompletableFuture<>();
    private final PendingAnswers pending = new PendingAnswers();
    private final Semaphore window = new Semaphore(0);
    private final Thread reader;

    private RawMqttClient(ConnectOptions options, Wire wire, Optional<Consumer<Publish>> listener) {
        String name = options.connect().clientId();
        this.options = options;
        this.wire = wire;
        this.received = new Journal<>("PUBLISH received by client \"%s\"".formatted(name));
        this.others = new Journal<>("other packets received by client \"%s\"".formatted(name));
        this.onPublish = listener.orElse(received::add);
        this.reader = Thread.ofPlatform().daemon().name("raw-mqtt-" + name).unstarted(this::readUntilTheEnd);
    }

    /// Connects and waits for CONNACK. Received messages go to [#received()].
    public static RawMqttClient connect(ConnectOptions options) {
        return connect(options, Optional.empty());
    }

    /// Connects and waits for CONNACK. Received messages go to the listener instead of the journal; an automatic
    /// PUBACK leaves when the listener has returned, and an exception of the listener ends the connection.
    public static RawMqttClient connect(ConnectOptions options, Consumer<Publish> listener) {
        return connect(options, Optional.of(listener));
    }

    private static RawMqttClient connect(ConnectOptions options, Optional<Consumer<Publish>> listener) {
        RawMqttClient client = new RawMqttClient(options, Wire.open(options), listener);
        client.reader.start();
        try {
            client.handshake();
            return client;
        } catch (RuntimeException e) {
            client.cut();
            throw e;
        }
    }

    private void handshake() {
        send(options.connect());
        Connack answer = await(connack, "CONNACK");
        if (answer.reasonCode() != ReasonCode.SUCCESS) {
            throw ConnectionFailedException.refused(options.connect().clientId(), answer);
        }
        long serverMaximum =
                answer.properties().number(Property.RECEIVE_MAXIMUM).orElse(Packet.MAX_PACKET_ID);
        window.release((int) Math.min(options.window(), serverMaximum));
    }

    /// What the Server answered to CONNECT.
    public Connack connack() {
        return await(connack, "CONNACK");
    }

    /// Every PUBLISH received, in order. Empty when the client was given a listener.
    public Journal<Publish> received() {
        return received;
    }

    /// Every other packet that no call was waiting for, in order: PINGRESP, DISCONNECT, a second PUBACK.
    public Journal<Packet> others() {
        return others;
    }

    /// Subscribes at QoS 1 with default options.
    public void subscribe(String filter) {
        subscribe(Subscription.of(filter, 1));
    }

    /// Subscribes, and insists that the Server grants every filter.
    public void subscribe(Subscription... subscriptions) {
        Suback answer = subscribe(Properties.NONE, List.of(subscriptions));
        if (answer.reasonCodes().stream().anyMatch(ReasonCode::isFailure)) {
            throw new IllegalStateException(
                    "refused: SUBSCRIBE %s, got SUBACK %s".formatted(List.of(subscriptions), answer.reasonCodes()));
        }
    }

    /// Subscribes and returns what the Server said, a refusal too.
    public Suback subscribe(Properties properties, List<Subscription> subscriptions) {
        int packetId = pending.freeId();
        CompletableFuture<Suback> answer = pending.expect(packetId, Suback.class);
        send(new Subscribe(packetId, subscriptions, properties));
        return await(answer, "SUBACK");
    }

    /// Unsubscribes and returns what the Server said.
    public Unsuback unsubscribe(String... filters) {
        int packetId = pending.freeId();
        CompletableFuture<Unsuback> answer = pending.expect(packetId, Unsuback.class);
        send(new Unsubscribe(packetId, List.of(filters), Properties.NONE));
        return await(answer, "UNSUBACK");
    }

    /// Publishes at QoS 1 and waits for PUBACK, whatever its reason code.
    public Puback publish(String topic, String text) {
        return publish(Publish.of(topic, text));
    }

    /// Publishes at QoS 1 and waits for PUBACK, whatever its reason code. For QoS 0 there is [#send(Packet)].
    public Puback publish(Publish message) {
        return await(publishAsync(message), "PUBACK");
    }

    /// Publishes at QoS 1; waits only for room in the window. A message without a Packet Identifier is given one.
    ///
    /// @return the PUBACK to come, on the reader's thread; fails when the connection is lost first
    public CompletableFuture<Puback> publishAsync(Publish message) {
        if (message.qos() != 1) {
            throw new IllegalArgumentException("expected QoS 1, got QoS " + message.qos());
        }
        takeRoom();
        // Losing the connection empties the window, so room may mean that there is no use for it any more.
        pending.lost().ifPresent(cause -> {
            throw failure("no PUBLISH on a lost connection: " + cause.getMessage(), cause);
        });
        int packetId = message.packetId() == 0 ? pending.freeId() : message.packetId();
        CompletableFuture<Puback> answer = pending.expect(packetId, Puback.class);
        CompletableFuture<Puback> result = answer.whenComplete((_, _) -> window.release());
        send(message.withPacketId(packetId));
        return result;
    }

    /// Sends any packet as it stands and waits for nothing.
    public void send(Packet packet) {
        try {
            wire.write(packet);
        } catch (IOException e) {
            String what = "sending " + packet.getClass().getSimpleName() + " failed";
            lose(what, e);
            throw failure(what, e);
        }
    }

    /// Acknowledges a message with success.
    public void ack(Publish message) {
        ack(message, ReasonCode.SUCCESS);
    }

    /// Acknowledges a message with a reason code.
    public void ack(Publish message, int reasonCode) {
        if (options.acks() != Acks.BY_HAND) {
            throw new IllegalStateException("this client acknowledges " + options.acks());
        }
        send(new Puback(message.packetId(), reasonCode));
    }

    /// Sends PINGREQ and waits for PINGRESP.
    public void ping() {
        int before = others.size();
        send(new Packet.Pingreq());
        others.awaitAfter(before, Packet.Pingresp.class::isInstance, options.patience());
    }

    /// Whether neither side has ended the connection.
    public boolean isOpen() {
        return pending.lost().isEmpty();
    }

    /// Waits until the connection is gone, whoever ended it.
    public boolean awaitClosed(Duration limit) {
        try {
            return reader.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Sends this DISCONNECT and closes; does nothing when the connection is gone already.
    public void disconnect(Disconnect goodbye) {
        if (isOpen()) {
            // On a thread of its own: a Server that does not read would hold this write, and the test, for ever.
            Thread writer = Thread.ofPlatform()
                    .daemon()
                    .name(reader.getName() + "-goodbye")
                    .start(() -> sayGoodbye(goodbye));
            join(writer, GOODBYE);
        }
        end(false);
    }

    private void sayGoodbye(Disconnect goodbye) {
        try {
            wire.write(goodbye);
        } catch (IOException e) {
            lose("sending DISCONNECT failed", e);
        }
    }

    /// Resets the connection without a DISCONNECT, as a power cut would: the Server publishes the Will.
    public void cut() {
        end(true);
    }

    /// A normal DISCONNECT, unless the connection is gone already.
    @Override
    public void close() {
        disconnect(Disconnect.NORMAL);
    }

    private void end(boolean reset) {
        lose("closed by this client", null);
        try {
            if (reset) {
                wire.reset();
            } else {
                wire.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing the socket of client \"%s\"".formatted(clientId()), e);
        }
        if (!Thread.currentThread().equals(reader)) {
            join(reader, options.patience());
        }
    }

    private void readUntilTheEnd() {
        try {
            Optional<Packet> packet = wire.read();
            while (packet.isPresent()) {
                handle(packet.get());
                packet = wire.read();
            }
            lose("closed by the Server", null);
        } catch (IOException | RuntimeException e) {
            lose("broken: " + e, e);
        } finally {
            end(false);
        }
    }

    private void handle(Packet packet) {
        switch (packet) {
            case Publish message -> deliver(message);
            case Connack answer -> connack.complete(answer);
            case Puback answer -> answered(answer.packetId(), answer);
            case Suback answer -> answered(answer.packetId(), answer);
            case Unsuback answer -> answered(answer.packetId(), answer);
            default -> others.add(packet);
        }
    }

    private void deliver(Publish message) {
        onPublish.accept(message);
        if (options.acks() == Acks.AUTOMATIC && message.qos() == 1) {
            send(new Puback(message.packetId(), ReasonCode.SUCCESS));
        }
    }

    private void answered(int packetId, Packet answer) {
        if (!pending.answer(packetId, answer)) {
            others.add(answer);
        }
    }

    private void takeRoom() {
        try {
            if (!window.tryAcquire(options.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw failure("no room in the window within " + options.patience(), null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while waiting for room in the window", e);
        }
    }

    private <T> T await(CompletableFuture<T> answer, String what) {
        try {
            return answer.get(options.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure("no " + what + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw failure("no " + what + " within " + options.patience(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while waiting for " + what, e);
        }
    }

    private static void join(Thread thread, Duration limit) {
        try {
            thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lose(String what, @Nullable Throwable cause) {
        ConnectionFailedException failure = failure(what, cause);
        pending.lose(failure);
        connack.completeExceptionally(failure);
        received.end(what);
        others.end(what);
    }

    private ConnectionFailedException failure(String what, @Nullable Throwable cause) {
        return new ConnectionFailedException(
                "client \"%s\" to %s:%d: %s".formatted(clientId(), options.host(), options.port(), what), cause);
    }

    private String clientId() {
        return options.connect().clientId();
    }
}
