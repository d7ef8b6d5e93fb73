// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/// What the tokens of a vocabulary stand for: the bytes of each id, and which ids end a text. Immutable.
///
/// Made once for a model; takes about a tenth of a second for 50,000 tokens, and 30 bytes for each.
public final class TokenBytes {
    /// The most tokens of a vocabulary.
    public static final int MOST_TOKENS = 300_000;

    /// The most bytes of a token.
    public static final int LONGEST_TOKEN = 4_096;

    private final byte[] bytes;
    private final int[] offsets;
    private final Set<Integer> ends;
    private final int longest;
    private final ByteSet missing;
    private final TokenTrie trie;

    /// @param tokens the bytes by id; none for a control token, which no text has in it
    /// @param ends the ids that end a text, one at least; their bytes don't count
    /// @throws GrammarException when there are too many tokens, one is too long, or an end is not there
    public TokenBytes(List<byte[]> tokens, Set<Integer> ends) {
        this.ends = Set.copyOf(ends);
        check(tokens, this.ends);
        offsets = new int[tokens.size() + 1];
        for (int id = 0; id < tokens.size(); id++) {
            offsets[id + 1] = offsets[id] + (this.ends.contains(id) ? 0 : tokens.get(id).length);
        }
        bytes = new byte[offsets[tokens.size()]];
        for (int id = 0; id < tokens.size(); id++) {
            System.arraycopy(tokens.get(id), 0, bytes, offsets[id], offsets[id + 1] - offsets[id]);
        }
        longest = tokens.stream().mapToInt(token -> token.length).max().orElse(0);
        missing = missing();
        trie = new TokenTrie(this);
    }

    private static void check(List<byte[]> tokens, Set<Integer> ends) {
        if (tokens.size() > MOST_TOKENS) {
            throw new GrammarException(
                    "a vocabulary has at most " + MOST_TOKENS + " tokens, this one has " + tokens.size());
        }
        if (ends.isEmpty()) {
            throw new GrammarException("no token ends a text: name the model's end token");
        }
        for (int end : ends) {
            if (end < 0 || end >= tokens.size()) {
                throw new GrammarException(
                        "token " + end + " can't end a text: the vocabulary has " + tokens.size() + " tokens");
            }
        }
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.get(id).length > LONGEST_TOKEN) {
                throw new GrammarException("token " + id + " has " + tokens.get(id).length + " bytes, at most "
                        + LONGEST_TOKEN + " are possible");
            }
        }
    }

    /// A byte that is no token of its own might be spelled by none after what came before it.
    private ByteSet missing() {
        BitSet missing = new BitSet();
        missing.set(0, ByteSet.BYTES);
        for (int id = 0; id < size(); id++) {
            if (offsets[id + 1] - offsets[id] == 1) {
                missing.clear(bytes[offsets[id]] & 0xff);
            }
        }
        return new ByteSet(missing);
    }

    /// How many tokens there are.
    public int size() {
        return offsets.length - 1;
    }

    /// The bytes of a token; none for a control token and for one that ends a text.
    ///
    /// @throws IndexOutOfBoundsException when there is no such token
    public byte[] bytes(int id) {
        return Arrays.copyOfRange(bytes, offsets[id], offsets[id + 1]);
    }

    /// The ids that end a text.
    public Set<Integer> ends() {
        return ends;
    }

    /// Bytes of the longest token.
    int longest() {
        return longest;
    }

    /// Words of a mask.
    int words() {
        return (size() + Long.SIZE - 1) / Long.SIZE;
    }

    /// Bytes that no token consists of alone. Grammars do without them, so that whatever must come can be
    /// written.
    ByteSet missingBytes() {
        return missing;
    }

    TokenTrie trie() {
        return trie;
    }
}
