// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// A character as its UTF-8 bytes (RFC 3629, section 3).
final class Utf8 {

    /// The bytes of the longest character.
    static final int MAX_LENGTH = 4;

    private Utf8() {}

    static int length(int character) {
        if (character < 0x80) {
            return 1;
        }
        return character < 0x800 ? 2 : character < 0x10000 ? 3 : MAX_LENGTH;
    }

    /// Byte `i` of a character of `length` bytes, 0 to 255.
    static int byteAt(int character, int length, int i) {
        if (length == 1) {
            return character;
        }
        int bits = character >> (6 * (length - 1 - i));
        return i == 0 ? ((0xF00 >> length) & 0xFF) | bits : 0x80 | (bits & 0x3F);
    }
}
