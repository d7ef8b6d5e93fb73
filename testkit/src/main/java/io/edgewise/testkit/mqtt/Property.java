// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import java.util.Optional;

/// A property's identifier and how its value is written (MQTT 5.0 section 2.2.2.2, table 2-4).
public enum Property {
    PAYLOAD_FORMAT_INDICATOR(0x01, Form.BYTE),
    MESSAGE_EXPIRY_INTERVAL(0x02, Form.FOUR_BYTES),
    CONTENT_TYPE(0x03, Form.TEXT),
    RESPONSE_TOPIC(0x08, Form.TEXT),
    CORRELATION_DATA(0x09, Form.BINARY),
    SUBSCRIPTION_IDENTIFIER(0x0B, Form.VARIABLE_BYTES),
    SESSION_EXPIRY_INTERVAL(0x11, Form.FOUR_BYTES),
    ASSIGNED_CLIENT_IDENTIFIER(0x12, Form.TEXT),
    SERVER_KEEP_ALIVE(0x13, Form.TWO_BYTES),
    AUTHENTICATION_METHOD(0x15, Form.TEXT),
    AUTHENTICATION_DATA(0x16, Form.BINARY),
    REQUEST_PROBLEM_INFORMATION(0x17, Form.BYTE),
    WILL_DELAY_INTERVAL(0x18, Form.FOUR_BYTES),
    REQUEST_RESPONSE_INFORMATION(0x19, Form.BYTE),
    RESPONSE_INFORMATION(0x1A, Form.TEXT),
    SERVER_REFERENCE(0x1C, Form.TEXT),
    REASON_STRING(0x1F, Form.TEXT),
    RECEIVE_MAXIMUM(0x21, Form.TWO_BYTES),
    TOPIC_ALIAS_MAXIMUM(0x22, Form.TWO_BYTES),
    TOPIC_ALIAS(0x23, Form.TWO_BYTES),
    MAXIMUM_QOS(0x24, Form.BYTE),
    RETAIN_AVAILABLE(0x25, Form.BYTE),
    USER_PROPERTY(0x26, Form.TEXT_PAIR),
    MAXIMUM_PACKET_SIZE(0x27, Form.FOUR_BYTES),
    WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Form.BYTE),
    SUBSCRIPTION_IDENTIFIER_AVAILABLE(0x29, Form.BYTE),
    SHARED_SUBSCRIPTION_AVAILABLE(0x2A, Form.BYTE);

    /// How a value is written.
    public enum Form {
        BYTE(0xFF),
        TWO_BYTES(0xFFFF),
        FOUR_BYTES(0xFFFF_FFFFL),
        VARIABLE_BYTES(268_435_455),
        TEXT(-1),
        BINARY(-1),
        TEXT_PAIR(-1);

        private final long largest;

        Form(long largest) {
            this.largest = largest;
        }

        boolean isNumber() {
            return largest >= 0;
        }

        long largest() {
            return largest;
        }
    }

    private final int identifier;
    private final Form form;

    Property(int identifier, Form form) {
        this.identifier = identifier;
        this.form = form;
    }

    /// The identifier on the wire.
    public int identifier() {
        return identifier;
    }

    /// How the value is written.
    public Form form() {
        return form;
    }

    /// Whether a packet may carry it more than once.
    public boolean repeats() {
        return this == USER_PROPERTY || this == SUBSCRIPTION_IDENTIFIER;
    }

    static Optional<Property> of(int identifier) {
        for (Property property : values()) {
            if (property.identifier == identifier) {
                return Optional.of(property);
            }
        }
        return Optional.empty();
    }
}
