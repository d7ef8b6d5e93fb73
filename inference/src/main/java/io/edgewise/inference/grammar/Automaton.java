// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// The states of a grammar, made when they are first reached, and their masks. Thread-safe.
///
/// Bounded: once it is full, states and masks are made each time and not kept. [TokenMasks] then begins with a
/// new one.
final class Automaton {
    /// A state that was left has some hundred bytes, or about a kilobyte where many bytes are told apart.
    static final int MOST_STATES = 4_096;

    private static final long MOST_MASK_WORDS = (4 << 20) / Long.BYTES;

    private final TokenTrie tokens;
    private final ConcurrentMap<Places.Found, State> states = new ConcurrentHashMap<>();
    private final AtomicLong maskWords = new AtomicLong();
    private final ByteClasses classes;
    private final State start;

    /// @param root with nothing left to be bound
    Automaton(Term root, TokenTrie tokens) {
        this.tokens = tokens;
        this.classes = ByteClasses.of(root);
        Places places = new Places();
        places.enter(root, null);
        this.start = state(places.found());
    }

    ByteClasses classes() {
        return classes;
    }

    State start() {
        return start;
    }

    boolean isFull() {
        return states.size() >= MOST_STATES || maskWords.get() >= MOST_MASK_WORDS;
    }

    State after(List<Place> from, int value) {
        Places places = new Places();
        from.forEach(place -> places.step(place, value));
        return state(places.found());
    }

    State state(Places.Found found) {
        State known = states.get(found);
        if (known != null) {
            return known;
        }
        if (states.size() >= MOST_STATES) {
            return new State(this, found, false);
        }
        return states.computeIfAbsent(found, key -> new State(this, key, true));
    }

    /// The tokens that may follow, those that end a text among them. Shared: not to be changed.
    long[] mask(State state) {
        State steady = state.steady(tokens.longest());
        long[] mask = steady.mask();
        if (mask == null) {
            mask = tokens.mask(steady);
            if (steady.isKept() && maskWords.addAndGet(mask.length) <= MOST_MASK_WORDS) {
                steady.mask(mask);
            }
        }
        return mask;
    }
}
