// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import io.edgewise.inference.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// A message's own name, and the idempotency key made of it. Immutable.
///
/// A message that is answered twice (after a crash between answer and acknowledgement) has the same key
/// both times, if its sender gave it an id. Packet Identifier, DUP and payload are never used: they change,
/// are missing, or are equal for different messages.
///
/// @param value the member `id`, else the Correlation Data, else one made up at reception
/// @param fromSender whether the sender gave it
public record MessageId(String value, boolean fromSender) {
    /// The id of a message.
    ///
    /// @param memberId the payload's own, when it has one
    public static MessageId of(Optional<String> memberId, Optional<ByteBuffer> correlationData) {
        return memberId.or(
                        () -> correlationData.filter(ByteBuffer::hasRemaining).map(MessageId::text))
                .map(id -> new MessageId(id, true))
                .orElseGet(() -> new MessageId(UUID.randomUUID().toString(), false));
    }

    /// Correlation Data as text when it can be printed, else as base64.
    private static String text(ByteBuffer data) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(data.duplicate()).toString();
            if (text.codePoints().noneMatch(MessageId::isUnprintable)) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // Bytes, then.
        }
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static boolean isUnprintable(int codePoint) {
        return Character.isISOControl(codePoint) || !Character.isDefined(codePoint);
    }

    /// The idempotency key: SHA-256 of source topic, route and id. An id that was made up at reception repeats
    /// nowhere, so it is the key itself, marked `once:` so that nobody takes it for one that repeats.
    public String key(String sourceTopic, String route) {
        if (!fromSender) {
            return "once:" + value;
        }
        MessageDigest digest = Sha256.digest();
        for (String part : new String[] {sourceTopic, route, value}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0); // U+0000 is in none of them, so that parts can't run into each other
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
