// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.devices.DeviceConnection;
import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.ReasonCode;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.gateway.mqtt.TopicName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A device's connection to the broker, for the demo and for `doctor`: clean Session, no reconnecting.
///
/// Thread-safe: publishing is done under a lock, and waits outside of it.
public final class PahoDeviceConnection implements DeviceConnection, MqttCallback {
    private static final Logger LOG = LoggerFactory.getLogger(PahoDeviceConnection.class);
    private static final long WAIT_MILLIS = 10_000;
    private static final int RECEIVE_MAXIMUM = 100;

    private final MqttAsyncClient client;
    private final Object publishing = new Object();
    private final List<Receiver> receivers = new CopyOnWriteArrayList<>();

    private record Receiver(TopicFilter filter, Consumer<Received> consumer) {}

    private PahoDeviceConnection(MqttAsyncClient client) {
        this.client = client;
        client.setCallback(this);
    }

    /// Connects and waits for the CONNACK.
    ///
    /// @throws UncheckedIOException with a sentence when there is no connection
    public static PahoDeviceConnection open(BrokerOptions broker, String clientId) {
        ConnectSettings settings = new ConnectSettings(
                broker, clientId, Duration.ZERO, RECEIVE_MAXIMUM, ConnectSettings.KEEP_ALIVE, Optional.empty());
        try {
            MqttAsyncClient client = new MqttAsyncClient(settings.uri(), clientId, new MemoryPersistence(), null, null);
            PahoDeviceConnection connection = new PahoDeviceConnection(client);
            connection.connect(settings);
            return connection;
        } catch (MqttException e) {
            throw noConnection(
                    broker,
                    fromServer(e) ? ReasonCode.explain(e.getReasonCode()) : PahoFailures.explainBeforeConnack(e),
                    e);
        }
    }

    private void connect(ConnectSettings settings) throws MqttException {
        String fault;
        try {
            IMqttToken token = client.connect(settings.options());
            token.waitForCompletion(WAIT_MILLIS);
            fault = Connack.of(token).fault(settings);
        } catch (MqttException e) {
            abandon(); // or a Server that never answers would leave threads behind
            throw e;
        }
        if (!fault.isEmpty()) {
            abandon();
            throw noConnection(settings.broker(), fault, new IOException(fault));
        }
    }

    private static UncheckedIOException noConnection(BrokerOptions broker, String reason, Exception e) {
        String sentence = "no connection to " + broker.url() + ": " + reason;
        return new UncheckedIOException(sentence, new IOException(sentence, e));
    }

    private void abandon() {
        try {
            client.disconnectForcibly(1, 1, false);
            client.close(true);
        } catch (MqttException e) {
            LOG.atDebug().setCause(e).log("the client was closed already");
        }
    }

    @Override
    public void publish(String topic, byte[] payload, String correlation) {
        MqttProperties properties = new MqttProperties();
        properties.setCorrelationData(correlation.getBytes(StandardCharsets.UTF_8));
        MqttMessage message = new MqttMessage(payload, 1, false, properties);
        try {
            IMqttToken token;
            synchronized (publishing) { // Paho mixes up topic aliases when two threads publish at once
                token = client.publish(topic, message);
            }
            token.waitForCompletion(WAIT_MILLIS);
            refuse("publishing to " + topic, token);
        } catch (MqttException e) {
            throw failed("publishing to " + topic, e);
        }
    }

    @Override
    public void subscribe(String topicFilter, Consumer<Received> received) {
        receivers.add(new Receiver(TopicFilter.parse(topicFilter), received));
        MqttSubscription[] subscriptions = {new MqttSubscription(topicFilter, 1)};
        try {
            IMqttToken token =
                    client.subscribe(subscriptions, null, null, (IMqttMessageListener[]) null, new MqttProperties());
            token.waitForCompletion(WAIT_MILLIS);
            refuse("subscribing to " + topicFilter, token);
        } catch (MqttException e) {
            throw failed("subscribing to " + topicFilter, e);
        }
    }

    /// Paho reports a refusal as a success.
    private static void refuse(String what, IMqttToken token) {
        int[] codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= ReasonCode.ERROR) {
            String sentence = what + " was refused: " + ReasonCode.explain(codes[0]);
            throw new UncheckedIOException(sentence, new IOException(sentence));
        }
    }

    private static boolean fromServer(MqttException e) {
        return e.getReasonCode() >= ReasonCode.ERROR && e.getReasonCode() <= 0xFF;
    }

    private static UncheckedIOException failed(String what, MqttException e) {
        String reason = fromServer(e) ? ReasonCode.explain(e.getReasonCode()) : PahoFailures.explain(e);
        String sentence = what + ": " + reason;
        return new UncheckedIOException(sentence, new IOException(sentence, e));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        MqttProperties properties = message.getProperties();
        byte[] correlation = properties.getCorrelationData();
        Map<String, String> userProperties = new HashMap<>();
        for (UserProperty property : properties.getUserProperties()) {
            userProperties.put(property.getKey(), property.getValue());
        }
        Received received = new Received(
                topic,
                message.getPayload(),
                correlation == null ? "" : new String(correlation, StandardCharsets.UTF_8),
                userProperties);
        TopicName name = new TopicName(topic);
        receivers.stream()
                .filter(receiver -> receiver.filter().match(name).isPresent())
                .forEach(receiver -> receiver.consumer().accept(received));
    }

    @Override
    public void close() {
        try {
            client.disconnect(WAIT_MILLIS / 10).waitForCompletion(WAIT_MILLIS);
            client.close(true);
        } catch (MqttException e) {
            throw failed("disconnecting", e);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        // The next call says so.
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        // The next call says so.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // publish() waits for it.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // open() waits for it.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // Never asked for.
    }
}
