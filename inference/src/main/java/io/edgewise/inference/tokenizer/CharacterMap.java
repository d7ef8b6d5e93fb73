// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// SentencePiece's map of characters to others (`precompiled_charsmap`), mostly NFKC with changes of its own.
///
/// ```
/// 4 bytes, little-endian   n, the size of the trie in bytes
/// n bytes                  a double-array trie (Darts): units of 4 bytes
/// the rest                 the replacements, UTF-8, each ended by a NUL
/// ```
///
/// SentencePiece and Hugging Face read it in two ways, see [LongestMapping] and [GraphemeMapping].
///
/// Immutable.
final class CharacterMap {

    private final int[] trie;
    private final byte[] replacements;

    private CharacterMap(int[] trie, byte[] replacements) {
        this.trie = trie;
        this.replacements = replacements;
    }

    /// Reads the map.
    ///
    /// @throws IllegalArgumentException if it is none
    static CharacterMap parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = bytes.length < 4 ? -1 : buffer.getInt();
        if (size < 4 || size % 4 != 0 || size > buffer.remaining()) {
            throw new IllegalArgumentException(
                    "is no character map: its trie has " + size + " of " + bytes.length + " bytes");
        }
        int[] trie = new int[size / 4];
        buffer.asIntBuffer().get(trie);
        byte[] replacements = new byte[bytes.length - 4 - size];
        buffer.position(4 + size).get(replacements);
        return new CharacterMap(trie, replacements);
    }

    /// A walk from the root of the map along the bytes of a text.
    final class Walk {

        private int node = offset(trie[0]);
        private int unit;

        /// Goes on by one byte, 0 to 255; false if no key does.
        boolean next(int value) {
            node ^= value;
            if (node < 0 || node >= trie.length || (trie[node] & 0x800000FF) != value) {
                return false;
            }
            unit = trie[node];
            node ^= offset(unit);
            return true;
        }

        /// What the bytes so far are mapped to, or null if they are no whole key.
        @Nullable
        String replacement() {
            boolean key = ((unit >> 8) & 1) != 0 && node >= 0 && node < trie.length;
            return key ? CharacterMap.this.replacement(trie[node] & 0x7FFFFFFF) : null;
        }
    }

    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
    }

    private @Nullable String replacement(int start) {
        int end = start;
        while (end < replacements.length && replacements[end] != 0) {
            end++;
        }
        return start > replacements.length
                ? null
                : new String(replacements, start, end - start, StandardCharsets.UTF_8);
    }
}
