// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The tokens of a vocabulary as a tree by their bytes, laid out flat in the order of a walk. Immutable.
///
/// A node is a byte, how deep it lies, the token that ends there (or -1), and how many nodes there are up to
/// the next one that doesn't begin with its bytes, so that what can't follow is skipped as a whole. Tokens
/// with the same bytes are nodes side by side; the children of the first one come after the others.
final class TokenTrie {
    private final TokenBytes vocabulary;
    private final byte[] values;
    private final short[] depths;
    private final int[] tokens;
    private final int[] sizes;

    TokenTrie(TokenBytes vocabulary) {
        this.vocabulary = vocabulary;
        List<byte[]> all = IntStream.range(0, vocabulary.size())
                .mapToObj(vocabulary::bytes)
                .toList();
        int[] sorted = IntStream.range(0, all.size())
                .filter(id -> all.get(id).length > 0)
                .boxed()
                .sorted(Comparator.comparing(all::get, Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
        int nodes = count(sorted, all);
        values = new byte[nodes];
        depths = new short[nodes];
        tokens = new int[nodes];
        sizes = new int[nodes];
        fill(sorted, all);
        measure();
    }

    private static int count(int[] sorted, List<byte[]> all) {
        int nodes = 0;
        for (int i = 0; i < sorted.length; i++) {
            nodes += all.get(sorted[i]).length - shared(sorted, all, i);
        }
        return nodes;
    }

    /// How many bytes of a token have nodes already; the last byte always gets one of its own.
    private static int shared(int[] sorted, List<byte[]> all, int at) {
        if (at == 0) {
            return 0;
        }
        byte[] token = all.get(sorted[at]);
        int mismatch = Arrays.mismatch(all.get(sorted[at - 1]), token);
        return mismatch < 0 ? token.length - 1 : mismatch;
    }

    private void fill(int[] sorted, List<byte[]> all) {
        int node = 0;
        for (int i = 0; i < sorted.length; i++) {
            byte[] token = all.get(sorted[i]);
            for (int depth = shared(sorted, all, i); depth < token.length; depth++) {
                values[node] = token[depth];
                depths[node] = (short) depth;
                tokens[node] = depth == token.length - 1 ? sorted[i] : -1;
                node++;
            }
        }
    }

    /// From the back, so that what lies deeper is jumped over as a whole.
    private void measure() {
        for (int node = values.length - 1; node >= 0; node--) {
            int after = node + 1;
            while (after < values.length && depths[after] > depths[node]) {
                after += sizes[after];
            }
            sizes[node] = after - node;
        }
    }

    /// Bytes of the longest token.
    int longest() {
        return vocabulary.longest();
    }

    /// The tokens that may follow in a state: bit `id % 64` of word `id / 64`.
    long[] mask(State from) {
        long[] mask = new long[vocabulary.words()];
        State[] path = new State[longest() + 1];
        path[0] = from;
        for (int node = 0; node < values.length; ) {
            int depth = depths[node];
            State to = path[depth].step(values[node] & 0xff);
            if (to.isDead()) {
                node += sizes[node];
                continue;
            }
            path[depth + 1] = to;
            if (tokens[node] >= 0) {
                mask[tokens[node] >> 6] |= 1L << tokens[node];
            }
            node++;
        }
        if (from.isComplete()) {
            vocabulary.ends().forEach(id -> mask[id >> 6] |= 1L << id);
        }
        return mask;
    }
}
