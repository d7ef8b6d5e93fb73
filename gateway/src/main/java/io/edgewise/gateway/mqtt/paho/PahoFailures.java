// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.gateway.mqtt.WebSocketRefusedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.common.MqttException;

/// Paho's failures as sentences for an operator.
final class PahoFailures {
    private static final int CONNECTION_LOST = 32109;
    private static final int CLIENT_TIMEOUT = 32000;
    private static final int SERVER_DISCONNECTED = 32204;
    /// Paho's lists of Reason Codes are shorter than the specification's: QoS 1 not supported (0x9B) in CONNACK,
    /// quota exceeded (0x97) and wildcards not supported (0xA2) in SUBACK, too, end the connection with this.
    private static final int UNKNOWN_REASON_CODE = 50001;

    private static final String LOST = "the connection was lost";

    private PahoFailures() {}

    /// Whether the Server sent a DISCONNECT.
    static boolean isDisconnectOfServer(Throwable failure) {
        return hasCode(failure, SERVER_DISCONNECTED)
                || (failure.getCause() != null && hasCode(failure.getCause(), SERVER_DISCONNECTED));
    }

    private static boolean hasCode(Throwable failure, int code) {
        return failure instanceof MqttException e && e.getReasonCode() == code;
    }

    /// For a connection that the Server has not accepted yet.
    static String explainBeforeConnack(Throwable failure) {
        if (hasCode(failure, UNKNOWN_REASON_CODE)) {
            return "the broker does not speak MQTT 5: use Mosquitto 1.6 or later, or another MQTT 5 broker; or it does"
                    + " not take QoS 1, which the gateway needs";
        }
        String reason = explain(failure);
        return reason.startsWith(LOST)
                ? reason + " before the broker accepted it: is this its port for MQTT 5, with TLS for mqtts only?"
                : reason;
    }

    static String explain(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String text = String.valueOf(cause.getMessage());
        return switch (cause) {
            case WebSocketRefusedException e -> text;
            case UnknownHostException e -> "the broker's name " + text + " can't be resolved";
            case ConnectException e -> "nothing listens there (" + text + ")";
            case NoRouteToHostException e -> "the broker can't be reached (" + text + ")";
            case SocketTimeoutException e ->
                "the broker does not answer (" + text + "): is it on, and does what is in between let this board"
                        + " through (firewalls, IPAddressAllow= of the unit)?";
            case SSLException e -> TlsFailures.explain(e, InstantSource.system());
            case MqttException e -> explain(e.getReasonCode(), text);
            default ->
                failure instanceof MqttException e && e.getReasonCode() == CONNECTION_LOST
                        ? LOST
                        : LOST + " (" + text + ")";
        };
    }

    private static String explain(int code, String text) {
        return switch (code) {
            case CONNECTION_LOST -> LOST;
            case CLIENT_TIMEOUT -> "the broker did not answer in time";
            case UNKNOWN_REASON_CODE ->
                "the broker answered with a reason code that the MQTT client does not know: see the broker's log."
                        + " A subscription may be over its quota, or have a wildcard that it does not take";
            default -> text + " (" + code + ")";
        };
    }
}
