// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.grammar.CodePoints.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A nondeterministic automaton over bytes whose edges are sets of characters. Confined to the thread that
/// compiles.
///
/// A set is split into ranges of bytes, as [UTF-8](https://www.rfc-editor.org/rfc/rfc3629#section-4) has them.
/// What the characters that lead to one node end with is shared.
final class ByteNfa {
    private static final int MOST_NODES = 50_000;
    private static final int[] LAST_OF_LENGTH = {0x7f, 0x7ff, 0xffff, 0x10ffff};
    private static final int CONTINUATION_BITS = 6;

    /// Bytes that lead to a node, both ends included.
    private record Edge(int low, int high, int to) {}

    private final Spelling spelling;
    private final List<List<Edge>> edges = new ArrayList<>();
    private final List<List<Integer>> empties = new ArrayList<>();
    private final BitSet inside = new BitSet();
    private final Map<Edge, Integer> tails = new HashMap<>();
    /// Bytes that some edge tells from the byte before.
    private final BitSet borders = new BitSet();

    ByteNfa(Spelling spelling) {
        this.spelling = spelling;
        borders.set(0);
    }

    /// A new node between two characters.
    ///
    /// @throws IllegalArgumentException when there are too many
    int node() {
        if (edges.size() == MOST_NODES) {
            throw new IllegalArgumentException(RegexDfa.TOO_LARGE);
        }
        edges.add(new ArrayList<>());
        empties.add(new ArrayList<>());
        return edges.size() - 1;
    }

    void empty(int from, int to) {
        empties.get(from).add(to);
    }

    void characters(int from, CodePoints characters, int to) {
        for (Range range : characters.intersect(spelling.escaped().complement()).ranges()) {
            utf8(from, range.low(), range.high(), to);
        }
        for (Range range : characters.intersect(spelling.escaped()).ranges()) {
            for (int character = range.low(); character <= range.high(); character++) {
                byte[] bytes = JsonText.character(character);
                path(from, bytes, bytes, to);
            }
        }
    }

    /// A range is split until the bytes of its characters are all between those of its first and its last one.
    private void utf8(int from, int low, int high, int to) {
        for (int i = 0; i < LAST_OF_LENGTH.length; i++) {
            if (low <= LAST_OF_LENGTH[i] && high > LAST_OF_LENGTH[i]) {
                split(from, low, LAST_OF_LENGTH[i], high, to);
                return;
            }
        }
        for (int bits = CONTINUATION_BITS; low > LAST_OF_LENGTH[0] && bits < lowBits(low); bits += CONTINUATION_BITS) {
            int mask = (1 << bits) - 1;
            if ((low | mask) != (high | mask) && (low & mask) != 0) {
                split(from, low, low | mask, high, to);
                return;
            }
            if ((low | mask) != (high | mask) && (high & mask) != mask) {
                split(from, low, (high & ~mask) - 1, high, to);
                return;
            }
        }
        path(from, bytes(low), bytes(high), to);
    }

    private void split(int from, int low, int last, int high, int to) {
        utf8(from, low, last, to);
        utf8(from, last + 1, high, to);
    }

    /// One more than the bits that all bytes but the first have.
    private static int lowBits(int character) {
        return (bytes(character).length - 1) * CONTINUATION_BITS + 1;
    }

    private static byte[] bytes(int character) {
        return Character.toString(character).getBytes(UTF_8);
    }

    /// From the back, so that ends that are alike are found.
    private void path(int from, byte[] low, byte[] high, int to) {
        int next = to;
        for (int i = low.length - 1; i > 0; i--) {
            next = tails.computeIfAbsent(new Edge(low[i] & 0xff, high[i] & 0xff, next), edge -> {
                int node = node();
                inside.set(node);
                add(node, edge);
                return node;
            });
        }
        add(from, new Edge(low[0] & 0xff, high[0] & 0xff, next));
    }

    private void add(int from, Edge edge) {
        edges.get(from).add(edge);
        borders.set(edge.low());
        borders.set(edge.high() + 1);
    }

    /// The first byte of those up to this one that no edge tells apart.
    int alike(int value) {
        return borders.previousSetBit(value);
    }

    boolean isBetweenCharacters(int node) {
        return !inside.get(node);
    }

    void follow(int node, int value, Collection<Integer> reached) {
        for (Edge edge : edges.get(node)) {
            if (value >= edge.low() && value <= edge.high()) {
                reached.add(edge.to());
            }
        }
    }

    /// The nodes and what is reached from them without a byte, in their order.
    List<Integer> closure(Collection<Integer> nodes) {
        BitSet seen = new BitSet();
        nodes.forEach(seen::set);
        Deque<Integer> open = new ArrayDeque<>(nodes);
        while (!open.isEmpty()) {
            for (int to : empties.get(open.remove())) {
                if (!seen.get(to)) {
                    seen.set(to);
                    open.add(to);
                }
            }
        }
        return seen.stream().boxed().toList();
    }
}
