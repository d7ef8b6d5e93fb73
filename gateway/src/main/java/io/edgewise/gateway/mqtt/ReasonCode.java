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

    public static final int RETAIN_NOT_SUPPORTED = 0x9A;
    public static final int SHARED_NOT_SUPPORTED = 0x9E;
    public static final int CONNECTION_RATE_EXCEEDED = 0x9F;
    public static final int WILDCARDS_NOT_SUPPORTED = 0xA2;

    private ReasonCode() {}

    /// Whether the same publish may succeed later.
    public static boolean isTransient(int code) {
        return code == UNSPECIFIED_ERROR || code == IMPLEMENTATION_SPECIFIC_ERROR || code == QUOTA_EXCEEDED;
    }

    /// Whether to connect again soon makes it worse.
    public static boolean wantsPatience(int code) {
        return code == SESSION_TAKEN_OVER || code == CONNECTION_RATE_EXCEEDED;
    }

    /// As `not authorized: check the user's rights at the broker (0x87)`.
    public static String explain(int code) {
        String text = switch (code) {
            case 0x00 -> "nothing is wrong";
            case 0x04 -> "the Will is to be published";
            case 0x10 -> "nobody has subscribed to it";
            case 0x11 -> "there was no such subscription";
            case UNSPECIFIED_ERROR -> "unspecified error: the broker's log may say more";
            case 0x81 -> "malformed packet: the broker could not read what it got; its log may say why";
            case 0x82 -> "protocol error: see the broker's log, and whether it is an MQTT 5 broker";
            case IMPLEMENTATION_SPECIFIC_ERROR ->
                "implementation specific error: the broker's log says what it does not like";
            case UNSUPPORTED_PROTOCOL_VERSION ->
                "the broker does not speak MQTT 5: use Mosquitto 1.6 or later, or another MQTT 5 broker";
            case 0x85 -> "client identifier not valid: check gateway.id and what the broker allows";
            case BAD_USER_NAME_OR_PASSWORD ->
                "wrong user name or password: check broker.username and broker.password-file";
            case NOT_AUTHORIZED -> "not authorized: check the user's rights at the broker";
            case 0x88 -> "server unavailable: the broker is there but not ready; look at its log if that lasts";
            case 0x89 -> "server busy: if that lasts, look at the broker's load and its limit of connections";
            case 0x8A -> "banned by the broker: lift the ban of this client id, user or address there";
            case 0x8B -> "server shutting down: the gateway connects when the broker is back";
            case 0x8C ->
                "bad authentication method: the broker wants enhanced authentication, which is not supported; allow"
                        + " a user name with password, or a certificate";
            case 0x8D ->
                "it heard nothing for too long: look at the network in between, and at the load of this machine";
            case SESSION_TAKEN_OVER ->
                "another client connected with the same client id: two gateways need two gateway.id; the broker's"
                        + " log has the other's address";
            case 0x8F -> "topic filter not valid: check the route's from and what the broker allows";
            case 0x90 -> "topic name not valid: check the route's to and forward, and what the broker allows";
            case 0x91 -> "packet identifier in use: the broker confuses Sessions; its log may say more";
            case 0x92 -> "packet identifier not found: the broker confuses Sessions; its log may say more";
            case 0x93 -> "receive maximum exceeded: the broker counts otherwise; see its log";
            case 0x94 -> "topic alias not valid: set the broker's max_topic_alias to 0";
            case PACKET_TOO_LARGE -> "packet too large: raise the broker's max_packet_size";
            case 0x96 -> "message rate too high: raise the broker's limit for this client";
            case QUOTA_EXCEEDED -> "quota exceeded at the broker: raise its limit for this client";
            case 0x98 -> "ended by its operator: ask whoever runs the broker";
            case 0x99 -> "payload format not valid: the broker wants something else on that topic; see its log";
            case RETAIN_NOT_SUPPORTED ->
                "the broker keeps no retained messages, which the gateway's status needs: allow them (Mosquitto:"
                        + " retain_available true)";
            case 0x9B -> "the broker does not support this QoS: the gateway needs QoS 1 (Mosquitto: max_qos 1 or 2)";
            case 0x9C, 0x9D -> "the broker sends its clients elsewhere: ask for the address, and set broker.url to it";
            case SHARED_NOT_SUPPORTED -> "the broker does not support shared subscriptions: write from without $share";
            case CONNECTION_RATE_EXCEEDED ->
                "connection rate exceeded: the gateway waits longer; raise the broker's limit if that lasts";
            case 0xA0 -> "maximum connect time: the broker ends connections after a while; the gateway comes back";
            case 0xA1 -> "the broker does not support subscription identifiers, which are not used: see its log";
            case WILDCARDS_NOT_SUPPORTED ->
                "the broker does not support wildcard subscriptions: write from without + and #";
            default -> "a reason code that MQTT 5.0 does not have: see the broker's log";
        };
        return String.format("%s (0x%02X)", text, code);
    }
}
