// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// SentencePiece's map of characters to others (`precompiled_charsmap`), mostly NFKC with changes of its own.
///
/// ```
/// 4 bytes, little-endian   n, the size of the trie in bytes
/// n bytes                  a double-array trie (Darts): units of 4 bytes
/// the rest                 the replacements, UTF-8, each ended by a NUL
/// ```
///
/// As in the reference, a grapheme of less than six bytes is replaced as a whole by what its shortest known start
/// maps to; in a longer one, or one without a known start, each character is looked up alone.
///
/// Immutable.
final class CharacterMap implements Normalizer {

    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final int LONGEST_GRAPHEME = 5;

    private final int[] trie;
    private final byte[] replacements;

    private CharacterMap(int[] trie, byte[] replacements) {
        this.trie = trie;
        this.replacements = replacements;
    }

    /// Reads the map.
    ///
    /// @throws IllegalArgumentException if it is none, or refers out of itself
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

    @Override
    public AlignedText normalize(AlignedText text) {
        String characters = text.toString();
        var rewrite = new Rewrite(text);
        Matcher graphemes = GRAPHEME.matcher(characters);
        while (graphemes.find()) {
            String grapheme = graphemes.group();
            byte[] utf8 = grapheme.getBytes(StandardCharsets.UTF_8);
            String replaced = utf8.length <= LONGEST_GRAPHEME ? find(utf8) : null;
            if (replaced != null) {
                replace(rewrite, grapheme.codePointCount(0, grapheme.length()), replaced);
            } else {
                grapheme.codePoints().forEach(character -> single(rewrite, character));
            }
        }
        return rewrite.result();
    }

    private void single(Rewrite rewrite, int character) {
        String replaced = find(Character.toString(character).getBytes(StandardCharsets.UTF_8));
        if (replaced == null) {
            rewrite.add(character, 0);
        } else {
            replace(rewrite, 1, replaced);
        }
    }

    /// Writes `replaced` in the place of `count` characters: further ones are inserted, too many are removed with the
    /// last.
    private static void replace(Rewrite rewrite, int count, String replaced) {
        int[] characters = replaced.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            boolean last = i == characters.length - 1;
            rewrite.add(characters[i], i >= count ? 1 : last ? i + 1 - count : 0);
        }
        if (characters.length == 0) {
            rewrite.drop(count);
        }
    }

    /// What the shortest start of `key` that is in the trie maps to, or null.
    private @Nullable String find(byte[] key) {
        int node = offset(trie[0]);
        for (byte value : key) {
            node ^= value & 0xFF;
            if (node < 0 || node >= trie.length || (trie[node] & 0x800000FF) != (value & 0xFF)) {
                return null;
            }
            int unit = trie[node];
            node ^= offset(unit);
            if (((unit >> 8) & 1) != 0 && node >= 0 && node < trie.length) {
                return replacement(trie[node] & 0x7FFFFFFF);
            }
        }
        return null;
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
