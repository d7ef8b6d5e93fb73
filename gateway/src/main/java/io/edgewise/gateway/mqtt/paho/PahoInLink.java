// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.FormerSubscriptions;
import io.edgewise.gateway.mqtt.InLink;
import io.edgewise.gateway.mqtt.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An in-link on Paho: a kept Session, manual acknowledgements, one subscription or a few.
///
/// Thread-safe: the listener is set before the first connection; the Session's number is touched by `up` only,
/// which comes for one connection at a time.
public final class PahoInLink implements InLink, PahoConnection.Events {
    /// The Server sends no retained message again when the subscription was already there.
    private static final int RETAIN_ONLY_IF_NEW = 1;

    private static final Logger LOG = LoggerFactory.getLogger(PahoInLink.class);

    private final List<String> subscribed;
    private final int qos;
    private final FormerSubscriptions former;
    private final Reconnector reconnector;
    private final AtomicLong session = new AtomicLong();
    private volatile Optional<Listener> listener = Optional.empty();
    private volatile boolean closed;

    /// @param clientId stays the same over restarts: it names the Session
    /// @param subscribed Topic Filters, or `$share/NAME/` and one
    /// @param former subscriptions of the same Session that end when this one has begun
    /// @param receiveMaximum messages that the Server may have unacknowledged here
    /// @param timer for back-off and time-outs; not closed here
    public PahoInLink(
            BrokerOptions broker,
            String clientId,
            List<String> subscribed,
            int qos,
            FormerSubscriptions former,
            Duration sessionExpiry,
            int receiveMaximum,
            LinkTimer timer) {
        this(
                new ConnectSettings(
                        broker, clientId, sessionExpiry, receiveMaximum, ConnectSettings.KEEP_ALIVE, Optional.empty()),
                subscribed,
                qos,
                former,
                timer);
    }

    PahoInLink(
            ConnectSettings settings, List<String> subscribed, int qos, FormerSubscriptions former, LinkTimer timer) {
        this.subscribed = List.copyOf(subscribed);
        this.qos = qos;
        this.former = former;
        this.reconnector = new Reconnector(settings, timer, this);
    }

    @Override
    public void start(Listener receiver) {
        listener = Optional.of(receiver);
        reconnector.connect();
    }

    @Override
    public void up(PahoConnection connection, Connack connack) {
        if (!reconnector.accepts(connection, connack)) {
            return;
        }
        connection.belongsTo(connack.sessionPresent() ? session.get() : session.incrementAndGet());
        subscribed.stream()
                .map(connack::fault)
                .filter(fault -> !fault.isEmpty())
                .findFirst()
                .ifPresentOrElse(fault -> connection.die(0, fault), () -> subscribe(connection));
    }

    private void subscribe(PahoConnection connection) {
        try {
            connection
                    .client()
                    .subscribe(
                            subscriptions(),
                            null,
                            new MqttActionListener() {
                                @Override
                                public void onSuccess(IMqttToken token) {
                                    subscribed(connection, token.getReasonCodes());
                                }

                                @Override
                                public void onFailure(IMqttToken token, Throwable cause) {
                                    connection.fail(cause);
                                }
                            },
                            (IMqttMessageListener[]) null,
                            new MqttProperties());
        } catch (MqttException e) {
            connection.fail(e);
        }
    }

    private MqttSubscription[] subscriptions() {
        return subscribed.stream()
                .map(filter -> {
                    MqttSubscription subscription = new MqttSubscription(filter, qos);
                    subscription.setRetainHandling(RETAIN_ONLY_IF_NEW);
                    return subscription;
                })
                .toArray(MqttSubscription[]::new);
    }

    private void subscribed(PahoConnection connection, int @Nullable [] codes) {
        for (int i = 0; i < subscribed.size(); i++) {
            int granted = codes == null || codes.length <= i ? qos : codes[i];
            if (granted < qos || granted >= ReasonCode.ERROR) {
                connection.die(granted < ReasonCode.ERROR ? 0 : granted, notGranted(subscribed.get(i), granted));
                return;
            }
        }
        reconnector.working();
        listener.ifPresent(receiver -> receiver.connected(connection));
        List<String> old = former.present();
        if (!old.isEmpty()) {
            // Only now: a message that matches both must not fall in between.
            connection.unsubscribe(old, each -> unsubscribed(old, each));
        }
    }

    private String notGranted(String filter, int granted) {
        return granted >= ReasonCode.ERROR
                ? "the broker refused the subscription to " + filter + ": " + ReasonCode.explain(granted)
                : "the broker grants QoS " + granted + " for " + filter + " in place of QoS " + qos
                        + ": messages would be lost without a sign. Allow QoS " + qos + " for this client there";
    }

    private void unsubscribed(List<String> old, List<Integer> codes) {
        codes.stream()
                .filter(code -> code >= ReasonCode.ERROR)
                .findFirst()
                .ifPresentOrElse(
                        code -> LOG.atWarn()
                                .log(
                                        "the broker refused to unsubscribe {}, which the route had before: {}; its messages"
                                                + " become dead letters",
                                        old,
                                        ReasonCode.explain(code)),
                        former::removed);
    }

    @Override
    public void message(PahoConnection connection, String topic, MqttMessage message) {
        listener.ifPresent(receiver -> receiver.received(connection, PahoMessages.publish(topic, message)));
    }

    @Override
    public void down(PahoConnection connection, int reasonCode, String reason) {
        if (!closed) {
            listener.ifPresent(receiver -> receiver.disconnected(reason));
            reconnector.ended(reasonCode);
        }
    }

    @Override
    public void close() {
        closed = true;
        reconnector.close();
    }
}
