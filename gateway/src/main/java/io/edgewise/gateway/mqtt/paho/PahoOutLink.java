// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.gateway.mqtt.ReasonCode;
import io.edgewise.gateway.mqtt.paho.OutQueue.Pending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;

/// The out-link on Paho: a clean Session, QoS 1, never more unacknowledged publishes than the Server takes.
///
/// Thread-safe: one lock guards all state, and every call of Paho's `publish` is made under it, because two threads
/// that publish at once can send one topic under another's alias. Callers' callbacks run outside the lock.
public final class PahoOutLink implements OutLink, PahoConnection.Events {
    private static final int MOST_IN_FLIGHT = 64;
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final long CLOSE_MILLIS = 3_000;
    private static final int TOO_MANY_PUBLISHES = 32202;

    /// Who is told about the connection, on the link's own threads.
    public interface Listener {
        /// The connection is up.
        void connected();

        /// There is no connection.
        ///
        /// @param reason a sentence for people
        void disconnected(String reason);
    }

    /// A connection that is up.
    private record Up(PahoConnection connection, Connack connack) {
        int permits() {
            return Math.min(connack.receiveMaximum(), MOST_IN_FLIGHT);
        }
    }

    private final LinkTimer timer;
    private final Reconnector reconnector;
    private final Object lock = new Object();
    private final OutQueue queue = new OutQueue();
    private volatile Optional<Listener> listener = Optional.empty();
    private @Nullable Up up;
    private long connections;
    private boolean closed;

    /// @param will what the Server publishes when this gateway vanishes
    /// @param timer for back-off and time-outs; not closed here
    public PahoOutLink(BrokerOptions broker, String clientId, Optional<OutgoingPublish> will, LinkTimer timer) {
        this.timer = timer;
        ConnectSettings settings =
                new ConnectSettings(broker, clientId, Duration.ZERO, 16, ConnectSettings.KEEP_ALIVE, will);
        this.reconnector = new Reconnector(settings, timer, this);
    }

    /// Starts connecting. Call once.
    public void start(Listener told) {
        listener = Optional.of(told);
        reconnector.connect();
    }

    @Override
    public void publish(OutgoingPublish publish, Consumer<PublishOutcome> done) {
        boolean refused;
        synchronized (lock) {
            refused = closed;
            if (!refused) {
                queue.add(publish, done, System.nanoTime());
            }
        }
        if (refused) {
            done.accept(new PublishOutcome.Abandoned());
        } else {
            pump();
        }
    }

    /// Sends what may be sent, and then tells those whose message never can be.
    private void pump() {
        List<Runnable> calls = new ArrayList<>();
        synchronized (lock) {
            Up on = up;
            boolean goesOn = true;
            while (on != null && goesOn) {
                Optional<Pending> next = queue.next(on.permits());
                goesOn = next.isPresent() && send(next.get(), on, calls);
            }
        }
        calls.forEach(Runnable::run);
    }

    /// @return false when the connection can't take it now
    private boolean send(Pending pending, Up on, List<Runnable> calls) {
        PahoConnection connection = on.connection();
        if (connection.isDead()) {
            queue.putBack(pending);
            return false;
        }
        long now = System.nanoTime();
        if (pending.isLate(now)) {
            calls.add(() -> pending.end(new PublishOutcome.Late()));
            return true;
        }
        long bytes = PahoMessages.packetBytes(pending.publish());
        if (bytes > on.connack().maximumPacketBytes()) {
            String limit = "a message of " + bytes + " bytes is larger than the broker's Maximum Packet Size of "
                    + on.connack().maximumPacketBytes() + ": raise max_packet_size at the broker";
            calls.add(() -> pending.end(new PublishOutcome.Refused(ReasonCode.PACKET_TOO_LARGE, limit)));
            return true;
        }
        queue.sending(pending, now);
        try {
            MqttMessage message = PahoMessages.message(pending.publish(), pending.waited(now));
            IMqttToken token = connection
                    .client()
                    .publish(pending.publish().topic().value(), message, null, acknowledgement(connection, pending));
            assert token != null;
            return true;
        } catch (MqttException e) {
            queue.putBack(pending);
            if (e.getReasonCode() != TOO_MANY_PUBLISHES) {
                calls.add(() -> connection.fail(e));
            }
            return false;
        } catch (IllegalArgumentException e) {
            boolean removed = queue.remove(pending);
            assert removed;
            calls.add(() -> pending.end(new PublishOutcome.Refused(0, String.valueOf(e.getMessage()))));
            return true;
        }
    }

    private MqttActionListener acknowledgement(PahoConnection connection, Pending pending) {
        return new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                // An error in the PUBACK arrives here too (paho.mqtt.java#1105).
                int[] codes = token.getReasonCodes();
                acknowledged(pending, codes == null || codes.length == 0 ? 0 : codes[0]);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable cause) {
                // What was in flight is sent again on the next connection, in the same order.
                connection.fail(cause);
            }
        };
    }

    private void acknowledged(Pending pending, int code) {
        boolean known;
        boolean again;
        synchronized (lock) {
            known = queue.remove(pending);
            again = known && ReasonCode.isTransient(code) && queue.postpone(pending);
            lock.notifyAll(); // for close(), which waits until nothing is left
        }
        pump();
        if (!known) {
            return; // A late answer of an earlier connection; the message was put back.
        }
        if (again) {
            timer.after(FIRST_RETRY.multipliedBy(1L << pending.refusals()), () -> sendAgain(pending));
        } else if (code < ReasonCode.ERROR) {
            pending.end(new PublishOutcome.Accepted());
        } else {
            pending.end(new PublishOutcome.Refused(
                    code, "the broker refused " + pending.publish().topic() + ": " + ReasonCode.explain(code)));
        }
    }

    private void sendAgain(Pending pending) {
        boolean resumed;
        synchronized (lock) {
            resumed = queue.resume(pending);
        }
        if (resumed) {
            pump();
        }
    }

    @Override
    public void up(PahoConnection connection, Connack answer) {
        if (!reconnector.accepts(connection, answer)) {
            return;
        }
        synchronized (lock) {
            if (connection.isDead()) {
                return; // lost right after the CONNACK, and perhaps told already
            }
            up = new Up(connection, answer);
        }
        reconnector.working();
        listener.ifPresent(Listener::connected);
        pump();
    }

    @Override
    public void message(PahoConnection connection, String topic, MqttMessage message) {
        throw new IllegalStateException("the out-link subscribes to nothing, got a message on " + topic);
    }

    @Override
    public void down(PahoConnection connection, int reasonCode, String reason) {
        List<Pending> hopeless;
        synchronized (lock) {
            up = null;
            connections++;
            hopeless = queue.connectionEnded(System.nanoTime());
            lock.notifyAll(); // for close(): nothing more is sent
        }
        hopeless.forEach(pending -> pending.end(new PublishOutcome.Refused(
                reasonCode,
                "the connection ended each time this message was sent to "
                        + pending.publish().topic() + ": " + reason)));
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        listener.ifPresent(told -> told.disconnected(reason));
        reconnector.ended(reasonCode);
    }

    @Override
    public long connection() {
        synchronized (lock) {
            return connections;
        }
    }

    @Override
    public boolean isConnected() {
        synchronized (lock) {
            return up != null;
        }
    }

    @Override
    public void close() {
        awaitSent();
        List<Pending> left;
        synchronized (lock) {
            closed = true;
            left = queue.removeAll();
        }
        left.forEach(pending -> pending.end(new PublishOutcome.Abandoned()));
        reconnector.close();
    }

    private void awaitSent() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        synchronized (lock) {
            long left = CLOSE_MILLIS;
            while (left > 0 && up != null && !queue.isSent()) {
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        }
    }
}
