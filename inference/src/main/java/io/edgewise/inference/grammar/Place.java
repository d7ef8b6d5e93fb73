// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import org.jspecify.annotations.Nullable;

/// One of the ways in which a text may have been read so far. Immutable, equal by value.
///
/// @param leaf what is being read
/// @param state of the leaf
/// @param rest what comes after it; null for the end of the text
record Place(Leaf leaf, long state, @Nullable Frame rest) {
    /// Bytes of the shortest way to the end.
    int distance() {
        return Term.sum(leaf.distance(state), rest == null ? 0 : rest.distance());
    }

    /// The same for masks of tokens that have up to some bytes.
    Place steady(int bytes) {
        long steady = leaf.steady(state, bytes);
        return steady == state ? this : new Place(leaf, steady, rest);
    }
}
