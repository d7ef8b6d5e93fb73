// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.payload;

import io.edgewise.devices.payload.MalformedPayloadException.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The whole payload is UTF-8 text, with or without a byte order mark.
public final class TextCodec implements PayloadCodec {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    @Override
    public DeviceMessage decode(byte[] payload) throws MalformedPayloadException {
        String text = utf8(payload);
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        if (text.isBlank()) {
            throw new MalformedPayloadException(
                    Reason.NO_TEXT,
                    -1,
                    payload.length == 0 ? "the payload is empty" : "the payload is only white space");
        }
        return DeviceMessage.of(text);
    }

    /// Decodes strictly: a replacement character in place of broken bytes would be judged as if the device had
    /// sent it.
    private static String utf8(byte[] payload) throws MalformedPayloadException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        CharBuffer chars = CharBuffer.allocate(payload.length);
        CoderResult result = decoder.decode(bytes, chars, true);
        if (result.isError()) {
            throw new MalformedPayloadException(
                    Reason.MALFORMED,
                    bytes.position(),
                    "the payload is not UTF-8: 0x" + hex(payload[bytes.position()]) + " can't stand here");
        }
        return chars.flip().toString();
    }

    /// Source: RFC 3629.
    ///
    /// @throws MalformedPayloadException with the first byte that can't stand where it is
    static void requireUtf8(byte[] payload) throws MalformedPayloadException {
        String decoded = utf8(payload);
        assert decoded.length() <= payload.length;
    }

    private static String hex(byte b) {
        return String.format("%02X", b & 0xff);
    }

    /// They are all alike.
    @Override
    public boolean equals(Object other) {
        return other instanceof TextCodec;
    }

    @Override
    public int hashCode() {
        return TextCodec.class.hashCode();
    }
}
