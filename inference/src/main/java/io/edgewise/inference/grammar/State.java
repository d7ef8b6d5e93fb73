// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state of a whole grammar in an [Automaton]: what may follow, and what already was asked of it.
/// Thread-safe: what it remembers is made of values that never change, and a thread that doesn't see one makes
/// it again.
final class State {
    private final Automaton automaton;
    private final Places.Found found;
    private final int distance;
    private final boolean kept;
    private State @Nullable [] next;
    private @Nullable State steady;
    /// Volatile, because the words of a mask would not be safe without.
    private volatile long @Nullable [] mask;

    /// @param kept whether the automaton will give the same object again; others are not remembered by anybody
    State(Automaton automaton, Places.Found found, boolean kept) {
        this.automaton = automaton;
        this.found = found;
        this.kept = kept;
        this.distance = found.complete()
                ? 0
                : found.places().stream().mapToInt(Place::distance).min().orElse(Term.IMPOSSIBLE);
    }

    List<Place> places() {
        return found.places();
    }

    /// Whether the text may end here.
    boolean isComplete() {
        return found.complete();
    }

    /// Whether no text comes here.
    boolean isDead() {
        return found.places().isEmpty() && !found.complete();
    }

    /// Bytes of the shortest way to the end.
    int distance() {
        return distance;
    }

    boolean isKept() {
        return kept;
    }

    /// The state after a byte of 0 to 255; a dead one when it can't follow.
    State step(int value) {
        return stepBy(automaton.classes().of(value));
    }

    private State stepBy(int number) {
        State[] known = next;
        State to = known == null ? null : known[number];
        if (to == null) {
            to = automaton.after(found.places(), automaton.classes().first(number));
            if (kept && to.kept) {
                remember(number, to);
            }
        }
        return to;
    }

    private void remember(int number, State to) {
        State[] known = next;
        if (known == null) {
            known = new State[automaton.classes().count()];
            next = known;
        }
        known[number] = to;
    }

    /// The only byte that may follow, or -1 when there are several, or the text may end.
    int only() {
        ByteClasses classes = automaton.classes();
        int only = -1;
        for (int number = 0; number < classes.count() && !isComplete(); number++) {
            if (!stepBy(number).isDead()) {
                if (only >= 0 || classes.size(number) > 1) {
                    return -1;
                }
                only = classes.first(number);
            }
        }
        return only;
    }

    /// The first byte on a shortest way to the end of a text that can't end here.
    int nearest() {
        ByteClasses classes = automaton.classes();
        for (int number = 0; number < classes.count(); number++) {
            if (stepBy(number).distance == distance - 1) {
                return classes.first(number);
            }
        }
        throw new IllegalStateException("no byte leads to an end that is " + distance + " bytes away");
    }

    /// A state with the same mask, the same for as many states as possible.
    State steady(int bytes) {
        State known = steady;
        if (known == null) {
            known = automaton.state(new Places.Found(
                    found.places().stream().map(place -> place.steady(bytes)).toList(), found.complete()));
            if (known.kept) {
                steady = known;
            }
        }
        return known;
    }

    long @Nullable [] mask() {
        return mask;
    }

    void mask(long[] made) {
        mask = made;
    }
}
