// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;

/// The name of a topic, which a PUBLISH carries. Immutable.
///
/// Source: MQTT 5.0 section 4.7.
public record TopicName(String value) {
    private static final int MAX_BYTES = 65_535;
    private static final int MAX_SHOWN_CHARS = 80;

    /// @throws IllegalArgumentException when it is empty, too long, or has a character that a Topic Name can't have
    public TopicName {
        String fault = fault(value);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException("topic name \"" + shown(value) + "\": " + fault);
        }
    }

    /// What is wrong must not vanish behind a topic of 64 KiB.
    private static String shown(String value) {
        return value.length() <= MAX_SHOWN_CHARS ? value : value.substring(0, MAX_SHOWN_CHARS) + "…";
    }

    /// Whether the Server keeps the topic for itself.
    public boolean isReserved() {
        return value.startsWith("$");
    }

    private static String fault(String value) {
        if (value.isEmpty()) {
            return "a Topic Name has at least one character";
        }
        if (value.indexOf('+') >= 0 || value.indexOf('#') >= 0) {
            return "a Topic Name has no wildcard";
        }
        return faultOfAnyTopic(value);
    }

    /// What is wrong with the characters of a name or a filter.
    static String faultOfAnyTopic(String value) {
        if (value.length() * 3L > MAX_BYTES && value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return "a topic has at most " + MAX_BYTES + " bytes";
        }
        if (isPlain(value)) {
            return "";
        }
        OptionalInt bad =
                value.codePoints().filter(c -> !Utf8EncodedString.isAllowed(c)).findFirst();
        if (bad.isEmpty()) {
            return "";
        }
        return Character.getType(bad.getAsInt()) == Character.SURROGATE
                ? "half a surrogate pair can't be in a topic"
                : String.format(Locale.ROOT, "U+%04X can't be in a topic", bad.getAsInt());
    }

    /// As nearly all are; each message makes two names, so this is worth its lines.
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
