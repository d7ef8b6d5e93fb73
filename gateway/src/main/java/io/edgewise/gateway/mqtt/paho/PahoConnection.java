// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.ReasonCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.TimerPingSender;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Paho client for one Network Connection, from CONNECT to its end; never used again afterwards.
///
/// Thread-safe: `dead` is set once, and everything that belongs to a dead connection does nothing.
final class PahoConnection implements InConnection, MqttCallback {
    private static final Logger LOG = LoggerFactory.getLogger(PahoConnection.class);
    /// Paho applies its own time-out to TCP only: a Server that accepts and never answers would hold it for
    /// ever.
    private static final Duration CONNACK_LIMIT = Duration.ofSeconds(10);
    private static final Duration REASON_LIMIT = Duration.ofSeconds(1);
    /// For what is on its way when the connection is closed.
    private static final long QUIESCE_MILLIS = 1_000;
    /// Time for DISCONNECT to leave; Paho does not say when it has, so this is always waited.
    private static final long DISCONNECT_MILLIS = 250;
    /// Paho starts its threads one after the other, in a third of a second. Who takes a client apart meanwhile
    /// leaves threads behind that never end.
    private static final long START_MILLIS = 1_000;

    /// Who is told, on Paho's threads or the timer's.
    interface Events {
        /// The CONNACK came.
        void up(PahoConnection connection, Connack connack);

        /// A message; may block as long as the connection lives.
        void message(PahoConnection connection, String topic, MqttMessage message);

        /// The connection ended, or could not be made. Called once.
        ///
        /// @param reasonCode of the Server, or 0
        void down(PahoConnection connection, int reasonCode, String reason);
    }

    private final ConnectSettings settings;
    private final LinkTimer timer;
    private final Events events;
    private final AtomicBoolean dead = new AtomicBoolean();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final MqttAsyncClient client;
    /// Paho's own is a `java.util.Timer`: when the time of day is set back, it pings that much later.
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mqtt-ping").factory());
    private volatile long session; // set before the first message, read by everyone
    private volatile boolean accepted; // by the Server; written by Paho's thread, read by the timer's
    private volatile Runnable cancelGuard = () -> {}; // written by open(), read by Paho's thread

    PahoConnection(ConnectSettings settings, LinkTimer timer, Events events) {
        this.settings = settings;
        this.timer = timer;
        this.events = events;
        try {
            this.client = new MqttAsyncClient(
                    settings.uri(), settings.clientId(), new MemoryPersistence(), new TimerPingSender(pings), null);
        } catch (MqttException | IllegalArgumentException e) {
            throw new IllegalArgumentException("broker address " + settings.uri() + ": " + e.getMessage(), e);
        }
        client.setManualAcks(true);
        client.setCallback(this);
    }

    /// Starts connecting; the outcome comes by [Events].
    void open() {
        cancelGuard = timer.after(
                CONNACK_LIMIT,
                () -> die(
                        0,
                        "the broker accepts connections but does not answer CONNECT within " + CONNACK_LIMIT.toSeconds()
                                + " s"));
        try {
            client.connect(settings.options(), null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    connected(token);
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    refused(cause);
                }
            });
        } catch (MqttException e) {
            refused(e);
        }
    }

    private void connected(IMqttToken token) {
        cancelGuard.run();
        answered.countDown();
        if (dead.get()) {
            return;
        }
        accepted = true;
        Connack answer = Connack.of(token);
        String fault = answer.fault(settings);
        if (!fault.isEmpty()) {
            die(0, fault);
        } else {
            events.up(this, answer);
        }
    }

    private void refused(Throwable cause) {
        answered.countDown();
        fail(cause);
    }

    /// As [#die], for a failure that Paho tells. When the Server ends the connection, those who wait for an answer
    /// hear of it before [#disconnected], and without the Reason Code: then this one waits for that.
    void fail(Throwable cause) {
        if (PahoFailures.isDisconnectOfServer(cause)) {
            timer.after(REASON_LIMIT, () -> die(0, explain(cause)));
            return;
        }
        int code = cause instanceof MqttException e ? e.getReasonCode() : 0;
        boolean fromServer = code >= ReasonCode.ERROR && code <= 0xFF;
        die(fromServer ? code : 0, fromServer ? ReasonCode.explain(code) : explain(cause));
    }

    private String explain(Throwable cause) {
        return accepted ? PahoFailures.explain(cause) : PahoFailures.explainBeforeConnack(cause);
    }

    /// The client itself, for publishing and subscribing.
    MqttAsyncClient client() {
        return client;
    }

    @Override
    public boolean isDead() {
        return dead.get();
    }

    /// Says which Session it belongs to. Call before [Events#up] returns: messages follow it.
    void belongsTo(long number) {
        session = number;
    }

    @Override
    public long session() {
        return session;
    }

    @Override
    public void acknowledge(int packetId) {
        if (dead.get()) {
            return;
        }
        try {
            client.messageArrivedComplete(packetId, 1);
        } catch (MqttException e) {
            // The message comes again on the next connection.
            LOG.atDebug().setCause(e).log("PUBACK {} could not be sent", packetId);
        }
    }

    /// Ends the connection and tells [Events], once. The client is taken apart on a thread of its own,
    /// because that waits.
    void die(int reasonCode, String reason) {
        if (!dead.compareAndSet(false, true)) {
            return;
        }
        cancelGuard.run();
        Thread.ofPlatform().daemon().name("mqtt-end " + settings.clientId()).start(this::takeApart);
        events.down(this, reasonCode, reason);
    }

    private void takeApart() {
        awaitStarted();
        try {
            client.disconnectForcibly(1, 1, false);
        } catch (MqttException e) {
            LOG.atDebug().setCause(e).log("connection {} was closed already", settings.clientId());
        }
        closeClient();
    }

    private void awaitStarted() {
        try {
            boolean inTime = answered.await(START_MILLIS, TimeUnit.MILLISECONDS);
            LOG.atDebug().log("connection {} {}", settings.clientId(), inTime ? "was answered" : "had no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends subscriptions.
    ///
    /// @param done with the Server's Reason Codes, on Paho's thread; a failure ends the connection
    void unsubscribe(List<String> subscriptions, Consumer<List<Integer>> done) {
        try {
            client.unsubscribe(
                    subscriptions.toArray(String[]::new),
                    null,
                    new MqttActionListener() {
                        @Override
                        public void onSuccess(IMqttToken token) {
                            int[] codes = token.getReasonCodes();
                            done.accept(
                                    codes == null
                                            ? List.of()
                                            : Arrays.stream(codes).boxed().toList());
                        }

                        @Override
                        public void onFailure(IMqttToken token, Throwable cause) {
                            fail(cause);
                        }
                    },
                    new MqttProperties());
        } catch (MqttException | IllegalArgumentException e) {
            fail(e);
        }
    }

    /// Disconnects in order and waits a moment for it; the Server keeps the Session. No [Events] follow.
    void close() {
        if (dead.compareAndSet(false, true)) {
            disconnect(new MqttProperties());
        }
    }

    /// The same, and the Server forgets the Session at once. Source: MQTT 5.0 section 3.14.2.2.2.
    ///
    /// @return false when the connection was dead already
    boolean closeSession() {
        if (!dead.compareAndSet(false, true)) {
            return false;
        }
        MqttProperties properties = new MqttProperties();
        properties.setSessionExpiryInterval(0L);
        disconnect(properties);
        return true;
    }

    private void disconnect(MqttProperties properties) {
        cancelGuard.run();
        awaitStarted();
        try {
            // Its plain disconnect leaves a thread for ever when the Server reads nothing; 0 would wait as long.
            client.disconnectForcibly(
                    QUIESCE_MILLIS, DISCONNECT_MILLIS, MqttReturnCode.RETURN_CODE_SUCCESS, properties);
        } catch (MqttException e) {
            LOG.atDebug().setCause(e).log("connection {} did not end in order", settings.clientId());
        }
        closeClient();
    }

    private void closeClient() {
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.atDebug().setCause(e).log("client {} could not be closed", settings.clientId());
        }
        pings.shutdownNow();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        try {
            events.message(this, topic, message);
        } catch (RuntimeException e) {
            // Paho would swallow it; the message stays unacknowledged and comes again on the next connection.
            LOG.atError().setCause(e).log("a message could not be taken in");
            die(0, "internal error while taking in a message: " + e);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        MqttException cause = response.getException();
        int code = response.getReturnCode();
        if (code >= ReasonCode.ERROR) {
            String who = code == ReasonCode.SESSION_TAKEN_OVER ? "; it is " + settings.clientId() : "";
            die(code, "the broker ended the connection: " + ReasonCode.explain(code) + who);
        } else {
            die(0, cause == null ? "the connection was lost" : explain(cause));
        }
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        die(0, explain(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Each publish has a listener of its own.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // The connect listener has the CONNACK; this comes without it.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        die(0, "the broker asks for enhanced authentication, which is not supported");
    }
}
