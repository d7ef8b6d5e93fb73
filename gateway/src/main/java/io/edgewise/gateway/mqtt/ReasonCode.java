// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

/// Reason Codes of MQTT 5.0 and what they mean to an operator. Source: MQTT 5.0 section 2.4 and the packets' own
/// tables.
public final class ReasonCode {
    /// From here on a code is an error.
    public static final int ERROR = 0x80;

    public static final int UNSPECIFIED_ERROR = 0x80;
    public static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;
    public static final int UNSUPPORTED_PROTOCOL_VERSION = 0x84;
    public static final int BAD_USER_NAME_OR_PASSWORD = 0x86;
    public static final int NOT_AUTHORIZED = 0x87;
    public static final int SESSION_TAKEN_OVER = 0x8E;
    public static final int PACKET_TOO_LARGE = 0x95;
    public static final int QUOTA_EXCEEDED = 0x97;

    private ReasonCode() {}

    /// Whether the same publish may succeed later.
    public static boolean isTransient(int code) {
        return code == UNSPECIFIED_ERROR || code == IMPLEMENTATION_SPECIFIC_ERROR || code == QUOTA_EXCEEDED;
    }

    /// As `not authorized (0x87): check the user's rights at the broker`.
    public static String explain(int code) {
        String text = switch (code) {
            case 0x80 -> "unspecified error";
            case 0x81 -> "malformed packet";
            case 0x82 -> "protocol error";
            case 0x83 -> "implementation specific error";
            case UNSUPPORTED_PROTOCOL_VERSION ->
                "the broker does not speak MQTT 5: use Mosquitto 1.6 or later, or another MQTT 5 broker";
            case 0x85 -> "client identifier not valid: check gateway.id and what the broker allows";
            case BAD_USER_NAME_OR_PASSWORD ->
                "wrong user name or password: check broker.username and broker.password-file";
            case NOT_AUTHORIZED -> "not authorized: check the user's rights at the broker";
            case 0x88 -> "server unavailable";
            case 0x89 -> "server busy";
            case 0x8A -> "banned by the broker";
            case 0x8B -> "server shutting down";
            case 0x8C -> "bad authentication method";
            case 0x8D -> "it heard nothing for too long";
            case SESSION_TAKEN_OVER ->
                "another client connected with the same client id: two gateways need two gateway.id";
            case 0x8F -> "topic filter not valid";
            case 0x90 -> "topic name not valid";
            case 0x93 -> "receive maximum exceeded";
            case 0x94 -> "topic alias not valid";
            case PACKET_TOO_LARGE -> "packet too large: raise the broker's max_packet_size";
            case QUOTA_EXCEEDED -> "quota exceeded at the broker";
            case 0x98 -> "ended by its operator";
            case 0x99 -> "payload format not valid";
            case 0x9A -> "the broker keeps no retained messages";
            case 0x9B -> "the broker does not support this QoS";
            case 0x9E -> "the broker does not support shared subscriptions";
            case 0x9F -> "connection rate exceeded";
            default -> "reason code";
        };
        return String.format("%s (0x%02X)", text, code);
    }
}
