// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// What the Server said when it accepted a connection. Immutable.
///
/// Source: MQTT 5.0 section 3.2.2.
///
/// @param receiveMaximum publishes that may be unacknowledged at once
/// @param maximumPacketBytes largest packet that the Server accepts
/// @param maximumQos highest QoS that it takes and grants
/// @param retained whether it keeps retained messages
/// @param wildcards whether filters may have wildcards
/// @param shared whether filters may begin with `$share/`
/// @param sessionExpiry how long it keeps the Session, if not as long as it was asked to
/// @param keepAlive in place of the client's own
record Connack(
        boolean sessionPresent,
        int receiveMaximum,
        long maximumPacketBytes,
        int maximumQos,
        boolean retained,
        boolean wildcards,
        boolean shared,
        Optional<Duration> sessionExpiry,
        Optional<Duration> keepAlive) {
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    /// Paho has an object of its own for a CONNACK without properties, which says what the specification says then.
    static Connack of(IMqttToken token) {
        MqttProperties said = Objects.requireNonNullElseGet(token.getResponseProperties(), MqttProperties::new);
        Integer receiveMaximum = said.getReceiveMaximum();
        Long packetBytes = said.getMaximumPacketSize();
        Integer maximumQos = said.getMaximumQoS();
        Boolean retained = said.isRetainAvailable();
        return new Connack(
                token.getSessionPresent(),
                receiveMaximum == null ? DEFAULT_RECEIVE_MAXIMUM : receiveMaximum,
                packetBytes == null ? Long.MAX_VALUE : packetBytes,
                maximumQos == null ? 2 : maximumQos,
                retained == null || retained,
                said.isWildcardSubscriptionsAvailable(),
                said.isSharedSubscriptionAvailable(),
                Optional.ofNullable(said.getSessionExpiryInterval()).map(Duration::ofSeconds),
                Optional.ofNullable(said.getServerKeepAlive()).map(Duration::ofSeconds));
    }

    /// What the gateway can't do its work with, or an empty text.
    ///
    /// @param asked what the connection was opened with
    String fault(ConnectSettings asked) {
        if (receiveMaximum <= 0) {
            // Paho reads the two bytes as a signed number: every publish would then fail (paho.mqtt.java#1006).
            return "the broker announces a Receive Maximum above 32767, which the MQTT client can't use: set"
                    + " max_inflight_messages to at most 32767";
        }
        if (maximumQos < 1) {
            // Paho would send every result at QoS 0 and call it delivered.
            return "the broker takes QoS 0 only, at which messages are lost: allow QoS 1 (Mosquitto: max_qos 1 or 2)";
        }
        if (!retained && asked.will().isPresent()) {
            // Paho would send the status without the flag, and who subscribes later would never see it.
            return ReasonCode.explain(ReasonCode.RETAIN_NOT_SUPPORTED);
        }
        return "";
    }

    /// Why this can't be subscribed to, or an empty text.
    ///
    /// @param text a Topic Filter, or `$share/NAME/` and one
    String fault(String text) {
        if (!shared && text.startsWith("$share/")) {
            return "subscribing to " + text + ": " + ReasonCode.explain(ReasonCode.SHARED_NOT_SUPPORTED);
        }
        if (!wildcards && (text.contains("+") || text.contains("#"))) {
            return "subscribing to " + text + ": " + ReasonCode.explain(ReasonCode.WILDCARDS_NOT_SUPPORTED);
        }
        return "";
    }

    /// The Server wants pings more often than the client sends them.
    Optional<Duration> shorterKeepAlive(ConnectSettings asked) {
        return keepAlive.filter(theirs -> theirs.isPositive() && theirs.compareTo(asked.keepAlive()) < 0);
    }

    /// What the operator should know of, though the gateway works with it.
    List<String> warnings(ConnectSettings asked) {
        List<String> warnings = new ArrayList<>();
        sessionExpiry
                .filter(kept -> kept.compareTo(asked.sessionExpiry()) < 0)
                .ifPresent(kept -> warnings.add("the broker keeps the Session of " + asked.clientId() + " for "
                        + kept.toSeconds() + " s, not for the "
                        + asked.sessionExpiry().toSeconds()
                        + " s of session-expiry: what comes in later than that after the connection was lost, and"
                        + " before the next one, is lost. Raise the broker's limit"));
        keepAlive
                .filter(Duration::isZero)
                .ifPresent(off -> warnings.add("the broker turns the keep-alive of " + asked.clientId()
                        + " off: a connection that breaks without a sign is not noticed. Allow "
                        + asked.keepAlive().toSeconds() + " s at the broker"));
        return warnings;
    }
}
