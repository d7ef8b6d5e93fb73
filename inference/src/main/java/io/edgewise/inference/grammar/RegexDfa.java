// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Turns a regular expression into a [Dfa] over the bytes of texts in UTF-8. States between two characters are
/// marked. Confined to the thread that compiles.
final class RegexDfa implements Exploration.Step<List<Integer>> {
    private static final int MOST_STATES = 3_000;

    /// What an empty set of characters or too large an expression comes to.
    static final String TOO_LARGE = "is too large: it needs more than " + MOST_STATES
            + " states; make its counts smaller, or say how long a text is by other means";

    private final ByteNfa nfa;
    private final BitSet ends = new BitSet();

    private RegexDfa(Spelling spelling) {
        this.nfa = new ByteNfa(spelling);
    }

    /// @throws IllegalArgumentException when it is too large
    static Dfa of(Regex regex, Spelling spelling) {
        return new RegexDfa(spelling).compile(regex);
    }

    private Dfa compile(Regex regex) {
        int start = nfa.node();
        int end = nfa.node();
        ends.set(end);
        add(regex, start, end);
        try {
            return Exploration.bounded(
                    nfa.closure(List.of(start)), this, this::accepts, this::isBetweenCharacters, MOST_STATES);
        } catch (Exploration.TooLarge e) {
            throw new IllegalArgumentException(TOO_LARGE, e);
        }
    }

    private void add(Regex regex, int from, int to) {
        switch (regex) {
            case Regex.One one -> nfa.characters(from, one.characters(), to);
            case Regex.Row row -> {
                int at = from;
                for (Regex part : row.parts()) {
                    int next = nfa.node();
                    add(part, at, next);
                    at = next;
                }
                nfa.empty(at, to);
            }
            case Regex.Either either -> either.parts().forEach(part -> add(part, from, to));
            case Regex.Times times -> add(times, from, to);
        }
    }

    private void add(Regex.Times times, int from, int to) {
        int at = from;
        for (int i = 0; i < times.least(); i++) {
            int next = nfa.node();
            add(times.part(), at, next);
            at = next;
        }
        if (times.most() == Regex.UNBOUNDED) {
            int loop = nfa.node();
            nfa.empty(at, loop);
            add(times.part(), loop, loop);
            nfa.empty(loop, to);
            return;
        }
        for (int i = times.least(); i < times.most(); i++) {
            int next = nfa.node();
            nfa.empty(at, to);
            add(times.part(), at, next);
            at = next;
        }
        nfa.empty(at, to);
    }

    @Override
    public @Nullable List<Integer> next(List<Integer> nodes, int value) {
        TreeSet<Integer> reached = new TreeSet<>();
        for (int node : nodes) {
            nfa.follow(node, value, reached);
        }
        return reached.isEmpty() ? null : nfa.closure(reached);
    }

    @Override
    public int alike(int value) {
        return nfa.alike(value);
    }

    private boolean accepts(List<Integer> nodes) {
        return nodes.stream().anyMatch(ends::get);
    }

    /// Characters are spelled so that none is the beginning of another: all nodes are inside one, or none is.
    private boolean isBetweenCharacters(List<Integer> nodes) {
        return nfa.isBetweenCharacters(nodes.getFirst());
    }
}
