// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;

/// Binary content with value equality: a payload, Correlation Data, a password. Immutable.
public final class Bytes {
    /// No bytes.
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final int SHOWN_BYTES = 32;

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /// A copy of the array.
    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /// The bytes given as numbers 0-255, which reads better than casts in a test.
    public static Bytes of(int... octets) {
        byte[] content = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            content[i] = (byte) octets[i];
        }
        return new Bytes(content);
    }

    /// The text in UTF-8.
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(UTF_8));
    }

    /// A copy.
    public byte[] toArray() {
        return content.clone();
    }

    /// Read as UTF-8; malformed sequences become U+FFFD.
    public String text() {
        return new String(content, UTF_8);
    }

    /// Number of bytes.
    public int length() {
        return content.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /// Length and the first bytes in hexadecimal, so that a failed assertion stays readable.
    @Override
    public String toString() {
        String hex = HexFormat.of().formatHex(content, 0, Math.min(SHOWN_BYTES, content.length));
        return content.length + " bytes [" + hex + (content.length > SHOWN_BYTES ? "…]" : "]");
    }
}
