// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

/// What a UTF-8 Encoded String of a packet may hold. A receiver may close the connection for a control character or a
/// non-character, and Paho closes it before it sends one; the message is then sent again on the next connection, for
/// ever.
///
/// Source: MQTT 5.0 section 1.5.4.
public final class Utf8EncodedString {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8EncodedString() {}

    /// Whether a character may be in a packet. Half a surrogate pair may not.
    static boolean isAllowed(int codePoint) {
        boolean nonCharacter = (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return !Character.isISOControl(codePoint) && !nonCharacter && !surrogate;
    }

    /// Whether a packet may hold the text as it is.
    public static boolean isFit(String text) {
        return text.codePoints().allMatch(Utf8EncodedString::isAllowed);
    }

    /// Text of unknown origin made fit for a packet.
    ///
    /// @param maxChars UTF-16 units of the result, but for a final ellipsis
    public static String of(String text, int maxChars) {
        StringBuilder result = new StringBuilder(Math.min(text.length(), maxChars + 1));
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            int length = Character.charCount(codePoint);
            if (at + length > maxChars) {
                return result.append('…').toString();
            }
            if (isAllowed(codePoint)) {
                result.appendCodePoint(codePoint);
            } else {
                result.append(REPLACEMENT);
            }
            at += length;
        }
        return result.toString();
    }
}
