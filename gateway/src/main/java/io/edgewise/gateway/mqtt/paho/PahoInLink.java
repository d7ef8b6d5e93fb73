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

/// An in-link on Paho: a kept Session, manual acknowledgements, one subscription.
///
/// Thread-safe: the listener is set before the first connection; the Session's number is touched by `up` only,
/// which comes for one connection at a time.
public final class PahoInLink implements InLink, PahoConnection.Events {
    /// The Server sends no retained message again when the subscription was already there.
    private static final int RETAIN_ONLY_IF_NEW = 1;

    private static final Logger LOG = LoggerFactory.getLogger(PahoInLink.class);

    private final String subscribed;
    private final int qos;
    private final FormerSubscriptions former;
    private final Reconnector reconnector;
    private final AtomicLong session = new AtomicLong();
    private volatile Optional<Listener> listener = Optional.empty();
    private volatile boolean closed;

    /// @param clientId stays the same over restarts: it names the Session
    /// @param subscribed a Topic Filter, or `$share/NAME/` and one
    /// @param former subscriptions of the same Session that end when this one has begun
    /// @param receiveMaximum messages that the Server may have unacknowledged here
    /// @param timer for back-off and time-outs; not closed here
    public PahoInLink(
            BrokerOptions broker,
            String clientId,
            String subscribed,
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

    PahoInLink(ConnectSettings settings, String subscribed, int qos, FormerSubscriptions former, LinkTimer timer) {
        this.subscribed = subscribed;
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
        String fault = connack.fault(subscribed);
        if (fault.isEmpty()) {
            subscribe(connection);
        } else {
            connection.die(0, fault);
        }
    }

    private void subscribe(PahoConnection connection) {
        MqttSubscription subscription = new MqttSubscription(subscribed, qos);
        subscription.setRetainHandling(RETAIN_ONLY_IF_NEW);
        try {
            connection
                    .client()
                    .subscribe(
                            new MqttSubscription[] {subscription},
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

    private void subscribed(PahoConnection connection, int @Nullable [] codes) {
        int granted = codes == null || codes.length == 0 ? qos : codes[0];
        if (granted >= ReasonCode.ERROR) {
            connection.die(
                    granted,
                    "the broker refused the subscription to " + subscribed + ": " + ReasonCode.explain(granted));
            return;
        }
        if (granted < qos) {
            connection.die(
                    0,
                    "the broker grants QoS " + granted + " for " + subscribed + " in place of QoS " + qos
                            + ": messages would be lost without a sign. Allow QoS " + qos + " for this client there");
            return;
        }
        reconnector.working();
        listener.ifPresent(receiver -> receiver.connected(connection));
        List<String> old = former.present();
        if (!old.isEmpty()) {
            // Only now: a message that matches both must not fall in between.
            connection.unsubscribe(old, each -> unsubscribed(old, each));
        }
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
