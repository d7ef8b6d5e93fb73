// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

/// A term that is a deterministic automaton over bytes, from whose every state a text can be completed. States
/// are numbers, so that counters need no state of their own in a table.
sealed interface Leaf extends Term permits Dfa, CountedText, Options, SourceSpans {
    /// No state: no text goes on like this.
    long DEAD = -1;

    /// The state before the first byte; [#DEAD] when no text matches.
    long start();

    /// The state after a byte of 0 to 255, or [#DEAD].
    long step(long state, int value);

    /// Whether the text may end here.
    boolean accepts(long state);

    /// Bytes of the shortest text that goes on from here and may end.
    int distance(long state);

    /// A number from 0 to 256 that bytes share only if no state tells them apart.
    int kind(int value);

    /// The same without some bytes, which a vocabulary can't spell.
    Leaf without(ByteSet missing);

    /// A state that takes the same texts of up to some bytes, and is the same for as many states as possible:
    /// one in the middle of a long string for all that are.
    default long steady(long state, int bytes) {
        return state;
    }

    /// Whether the text may go on.
    default boolean isOpen(long state) {
        for (int value = 0; value < ByteSet.BYTES; value++) {
            if (step(state, value) != DEAD) {
                return true;
            }
        }
        return false;
    }

    @Override
    default int shortest() {
        return start() == DEAD ? IMPOSSIBLE : distance(start());
    }
}
