// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.common.MqttException;

/// Paho's failures as sentences for an operator.
final class PahoFailures {
    private static final int CONNECTION_LOST = 32109;
    private static final int CLIENT_TIMEOUT = 32000;
    private static final int SERVER_DISCONNECTED = 32204;
    private static final int UNSUPPORTED_VERSION = 50001;

    private PahoFailures() {}

    /// Whether the Server sent a DISCONNECT.
    static boolean isDisconnectOfServer(Throwable failure) {
        return hasCode(failure, SERVER_DISCONNECTED)
                || (failure.getCause() != null && hasCode(failure.getCause(), SERVER_DISCONNECTED));
    }

    private static boolean hasCode(Throwable failure, int code) {
        return failure instanceof MqttException e && e.getReasonCode() == code;
    }

    static String explain(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String text = String.valueOf(cause.getMessage());
        return switch (cause) {
            case UnknownHostException e -> "the broker's name " + text + " can't be resolved";
            case ConnectException e -> "nothing listens there (" + text + ")";
            case NoRouteToHostException e -> "the broker can't be reached (" + text + ")";
            case SocketTimeoutException e -> "the broker does not answer (" + text + ")";
            case SSLException e -> "TLS failed: " + text;
            case MqttException e -> explain(e.getReasonCode(), text);
            default ->
                failure instanceof MqttException e && e.getReasonCode() == CONNECTION_LOST
                        ? "the connection was lost"
                        : "the connection was lost (" + text + ")";
        };
    }

    private static String explain(int code, String text) {
        return switch (code) {
            case CONNECTION_LOST -> "the connection was lost";
            case CLIENT_TIMEOUT -> "the broker did not answer in time";
            case UNSUPPORTED_VERSION ->
                "the broker does not speak MQTT 5: use Mosquitto 1.6 or later, or another MQTT 5 broker";
            default -> text + " (" + code + ")";
        };
    }
}
