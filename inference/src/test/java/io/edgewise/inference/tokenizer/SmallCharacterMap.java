// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A character map made by hand, for what SentencePiece's own do not have: keys that vanish or grow, and a key that is
/// the start of a longer one. Keys are one or two ASCII letters.
final class SmallCharacterMap {

    /// `a` becomes `xyz`, `b` vanishes, `c` becomes `é`; `d` becomes `1` and `dd` becomes `2`; `ef` becomes `g`.
    static byte[] bytes() {
        var map = new SmallCharacterMap();
        map.put("a", "xyz");
        map.put("b", "");
        map.put("c", "é");
        map.put("d", "1");
        map.put("dd", "2");
        map.put("ef", "g");
        return map.toBytes();
    }

    private static final int ROOT = 0x100;
    private static final int LEAF = 0x200;
    private static final int SECOND_LEAF = 0x800;
    private static final int NEXT = 0x1000;

    private final int[] trie = new int[0x2000];
    private final StringBuilder replacements = new StringBuilder();

    private SmallCharacterMap() {
        // The other way to write an offset: 8 bits further to the left.
        trie[0] = ((ROOT >> 8) << 10) | (1 << 9);
    }

    private void put(String key, String replacement) {
        int node = ROOT ^ key.charAt(0);
        trie[node] |= key.charAt(0);
        if (key.length() == 1) {
            leaf(node, LEAF, replacement);
            return;
        }
        // The offset of a unit serves its leaf and its children, whose labels are never 0.
        int offset = trie[node] >>> 10 == 0 ? NEXT : trie[node] >>> 10;
        trie[node] |= offset << 10;
        int child = node ^ offset ^ key.charAt(1);
        trie[child] |= key.charAt(1);
        leaf(child, SECOND_LEAF, replacement);
    }

    private void leaf(int node, int offset, String replacement) {
        trie[node] |= (offset << 10) | (1 << 8);
        trie[node ^ offset] = (1 << 31) | utf8().length;
        replacements.append(replacement).append('\0');
    }

    private byte[] utf8() {
        return replacements.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] toBytes() {
        byte[] texts = utf8();
        ByteBuffer bytes =
                ByteBuffer.allocate(4 + trie.length * 4 + texts.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(trie.length * 4);
        for (int unit : trie) {
            bytes.putInt(unit);
        }
        return bytes.put(texts).array();
    }
}
