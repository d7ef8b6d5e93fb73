// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of a message, equal by content. Immutable: whoever makes one gives the array away.
public final class Payload {
    private final byte[] bytes;

    public Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /// UTF-8 text.
    public static Payload of(String text) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The bytes themselves, not to be written to: a copy per hand would be the largest cost of a message.
    public byte[] bytes() {
        return bytes;
    }

    /// Number of bytes.
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Only the length: a message's content has no place in a log.
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
