// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes a [Dfa] of an automaton that is given as a function from one state to the next, with any values as
/// states. Confined to the thread that compiles.
final class Exploration<K> {
    /// One step of an automaton.
    interface Step<K> {
        /// The state after a byte, or null when there is none.
        @Nullable
        K next(K state, int value);

        /// A smaller byte, or this one, that every state takes for the same.
        default int alike(int value) {
            return value;
        }
    }

    /// More states than a caller allows.
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final List<K> states = new ArrayList<>();
    private final Map<K, Integer> numbers = new HashMap<>();
    private final List<int[]> rows = new ArrayList<>();

    private Exploration() {}

    /// An automaton that is known to have few states.
    ///
    /// @param most states there can be
    static <K> Dfa of(K start, Step<K> step, Predicate<K> accepts, Predicate<K> marked, int most) {
        try {
            return bounded(start, step, accepts, marked, most);
        } catch (TooLarge e) {
            throw new AssertionError("more than " + most + " states", e);
        }
    }

    /// An automaton that may turn out to be too large.
    static <K> Dfa bounded(K start, Step<K> step, Predicate<K> accepts, Predicate<K> marked, int most) throws TooLarge {
        var exploration = new Exploration<K>();
        exploration.explore(start, step, most);
        return exploration.trimmed(accepts, marked);
    }

    private void explore(K start, Step<K> step, int most) throws TooLarge {
        number(start);
        for (int i = 0; i < states.size(); i++) {
            if (states.size() > most) {
                throw new TooLarge();
            }
            int[] row = new int[ByteSet.BYTES];
            for (int value = 0; value < row.length; value++) {
                int alike = step.alike(value);
                K to = alike == value ? step.next(states.get(i), value) : null;
                row[value] = alike < value ? row[alike] : to == null ? -1 : number(to);
            }
            rows.add(row);
        }
    }

    private int number(K state) {
        return numbers.computeIfAbsent(state, key -> {
            states.add(key);
            return states.size() - 1;
        });
    }

    /// Without the states from which no end can be reached.
    private Dfa trimmed(Predicate<K> accepts, Predicate<K> marked) {
        int[] distances = distances(accepts);
        int[] kept = new int[states.size()];
        int count = 0;
        BitSet marks = new BitSet();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = distances[0] == Term.IMPOSSIBLE || distances[i] == Term.IMPOSSIBLE ? -1 : count++;
            if (kept[i] >= 0 && marked.test(states.get(i))) {
                marks.set(kept[i]);
            }
        }
        int[][] table = new int[count][];
        int[] left = new int[count];
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] >= 0) {
                left[kept[i]] = distances[i];
                table[kept[i]] = Arrays.stream(rows.get(i))
                        .map(to -> to < 0 ? -1 : kept[to])
                        .toArray();
            }
        }
        return packed(table, left, marks);
    }

    /// Backwards from the ends, the nearest first.
    private int[] distances(Predicate<K> accepts) {
        int[] distances = new int[states.size()];
        Arrays.fill(distances, Term.IMPOSSIBLE);
        List<BitSet> sources = sources();
        Deque<Integer> queue = new ArrayDeque<>();
        for (int i = 0; i < distances.length; i++) {
            if (accepts.test(states.get(i))) {
                distances[i] = 0;
                queue.add(i);
            }
        }
        while (!queue.isEmpty()) {
            int to = queue.remove();
            sources.get(to).stream()
                    .filter(from -> distances[from] == Term.IMPOSSIBLE)
                    .forEach(from -> {
                        distances[from] = distances[to] + 1;
                        queue.add(from);
                    });
        }
        return distances;
    }

    private List<BitSet> sources() {
        List<BitSet> sources = new ArrayList<>();
        states.forEach(state -> sources.add(new BitSet()));
        for (int from = 0; from < rows.size(); from++) {
            for (int to : rows.get(from)) {
                if (to >= 0) {
                    sources.get(to).set(from);
                }
            }
        }
        return sources;
    }

    private static Dfa packed(int[][] table, int[] distances, BitSet marks) {
        byte[] classes = new byte[ByteSet.BYTES];
        Map<List<Integer>, Integer> columns = new HashMap<>();
        List<Integer> examples = new ArrayList<>();
        for (int value = 0; value < ByteSet.BYTES; value++) {
            int column = value;
            List<Integer> cells = Arrays.stream(table).map(row -> row[column]).toList();
            Integer known = columns.putIfAbsent(cells, examples.size());
            if (known == null) {
                examples.add(value);
            }
            classes[value] = (byte) (known == null ? examples.size() - 1 : known);
        }
        int[] next = new int[table.length * examples.size()];
        for (int i = 0; i < next.length; i++) {
            next[i] = table[i / examples.size()][examples.get(i % examples.size())];
        }
        return new Dfa(classes, examples.size(), next, distances, marks);
    }
}
