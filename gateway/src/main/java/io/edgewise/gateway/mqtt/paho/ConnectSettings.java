// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/// What a connection is opened with. Immutable.
///
/// @param sessionExpiry how long the Server keeps the Session after the connection; zero starts clean
/// @param receiveMaximum messages that the Server may have unacknowledged at this client
/// @param keepAlive longest silence of this client before it pings
/// @param will published by the Server when the connection breaks
record ConnectSettings(
        BrokerOptions broker,
        String clientId,
        Duration sessionExpiry,
        int receiveMaximum,
        Duration keepAlive,
        Optional<OutgoingPublish> will) {
    /// What the gateway uses.
    static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    private static final int TCP_TIMEOUT_SECONDS = 5;

    ConnectSettings withKeepAlive(Duration other) {
        return new ConnectSettings(broker, clientId, sessionExpiry, receiveMaximum, other, will);
    }

    /// For Paho, to which our WebSocket is a plain socket.
    String uri() {
        boolean tls = broker.tls() && broker.webSocket().isEmpty();
        return (tls ? "ssl://" : "tcp://") + broker.host() + ":" + broker.port();
    }

    /// For one connection: sockets and password may be others at the next one.
    MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(sessionExpiry.isZero());
        options.setSessionExpiryInterval(sessionExpiry.toSeconds());
        options.setReceiveMaximum(receiveMaximum);
        options.setKeepAliveInterval(Math.toIntExact(keepAlive.toSeconds()));
        options.setConnectionTimeout(TCP_TIMEOUT_SECONDS);
        options.setSocketFactory(broker.sockets());
        broker.username().ifPresent(options::setUserName);
        broker.password().ifPresent(now -> options.setPassword(now.get().utf8()));
        will.ifPresent(
                message -> options.setWill(message.topic().value(), PahoMessages.message(message, Duration.ZERO)));
        return options;
    }
}
