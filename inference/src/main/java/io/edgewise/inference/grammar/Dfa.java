// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.BitSet;

/// A finite automaton as a table: a row for each state, a column for each class of bytes that are never told
/// apart. State 0 is the start. Made by [Exploration], which leaves no state without a way to the end.
final class Dfa implements Leaf {
    private final byte[] classes;
    private final int columns;
    private final int[] next;
    private final int[] distances;
    private final BitSet marked;

    /// Takes over the arrays.
    ///
    /// @param classes the column of each byte
    /// @param next the state for each state and column; negative for none
    /// @param distances bytes to the nearest end, for each state; empty when no text matches
    /// @param marked states that [Exploration]'s caller wants to know again
    Dfa(byte[] classes, int columns, int[] next, int[] distances, BitSet marked) {
        this.classes = classes;
        this.columns = columns;
        this.next = next;
        this.distances = distances;
        this.marked = marked;
    }

    int states() {
        return distances.length;
    }

    boolean isMarked(int state) {
        return marked.get(state);
    }

    /// The state after a byte; negative for none.
    int next(int state, int value) {
        return next[state * columns + (classes[value] & 0xff)];
    }

    @Override
    public long start() {
        return distances.length == 0 ? DEAD : 0;
    }

    @Override
    public long step(long state, int value) {
        return next((int) state, value);
    }

    @Override
    public boolean accepts(long state) {
        return distances[(int) state] == 0;
    }

    @Override
    public int distance(long state) {
        return distances[(int) state];
    }

    @Override
    public int kind(int value) {
        return classes[value] & 0xff;
    }

    /// How many kinds of bytes there are.
    int kinds() {
        return columns;
    }

    /// The state after any byte of a kind; negative for none.
    int nextOfKind(int state, int kind) {
        return next[state * columns + kind];
    }

    @Override
    public Dfa without(ByteSet missing) {
        if (distances.length == 0) {
            return this;
        }
        return Exploration.of(
                0,
                (state, value) -> {
                    int to = missing.contains(value) ? -1 : next(state, value);
                    return to < 0 ? null : to;
                },
                state -> distances[state] == 0,
                marked::get,
                distances.length);
    }
}
