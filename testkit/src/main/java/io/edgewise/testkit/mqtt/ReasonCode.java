// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

/// Reason Codes by name (MQTT 5.0 section 2.4). Packets carry the plain number, so that a test can send any of
/// the 256.
public final class ReasonCode {
    public static final int SUCCESS = 0x00;
    public static final int NO_MATCHING_SUBSCRIBERS = 0x10;
    public static final int UNSPECIFIED_ERROR = 0x80;
    public static final int PROTOCOL_ERROR = 0x82;
    public static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;
    public static final int NOT_AUTHORIZED = 0x87;
    public static final int SERVER_UNAVAILABLE = 0x88;
    public static final int SESSION_TAKEN_OVER = 0x8E;
    public static final int TOPIC_FILTER_INVALID = 0x8F;
    public static final int TOPIC_NAME_INVALID = 0x90;
    public static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
    public static final int PACKET_TOO_LARGE = 0x95;
    public static final int QUOTA_EXCEEDED = 0x97;
    public static final int PAYLOAD_FORMAT_INVALID = 0x99;

    private ReasonCode() {}

    /// Whether the code reports a failure: 0x80 and above.
    public static boolean isFailure(int code) {
        return code >= UNSPECIFIED_ERROR;
    }

    /// `0x87`, as the specification writes it.
    public static String show(int code) {
        return "0x%02X".formatted(code);
    }
}
