// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

/// A piece of a grammar: a set of byte strings. Immutable; two are the same only when they are one object, so
/// that a place in a grammar is compared without looking at what it is made of.
sealed interface Term permits Leaf, Series, Alternatives, Repeat, SourceSlot {
    /// The shortest length of a term that no text matches, or none that is short enough to be of use.
    int IMPOSSIBLE = Integer.MAX_VALUE;

    /// A grammar whose shortest text is longer than this many bytes is of no use to a model.
    int LONGEST = 1 << 20;

    /// Bytes of the shortest text that matches, or [#IMPOSSIBLE].
    int shortest();

    /// The length of one text after another.
    static int sum(int a, int b) {
        return a == IMPOSSIBLE || b == IMPOSSIBLE ? IMPOSSIBLE : limited((long) a + b);
    }

    /// [#IMPOSSIBLE] for what is longer than [#LONGEST].
    static int limited(long bytes) {
        return bytes > LONGEST ? IMPOSSIBLE : Math.toIntExact(bytes);
    }
}
