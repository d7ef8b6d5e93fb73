// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.BitSet;
import java.util.stream.IntStream;

/// The pieces that no text is cut into, although the vocabulary has them: whoever writes a text must not be able to
/// open or close a model input.
///
/// Immutable.
final class ControlPieces {

    private final BitSet ids = new BitSet();

    /// The pieces with these ids; one below 0 is none.
    ControlPieces(IntStream ids) {
        ids.filter(id -> id >= 0).forEach(this.ids::set);
    }

    /// Whether a piece can only be meant as a mark in a text and not as a part of it: `<pad>`, `[IMG]`.
    static boolean isMarkUp(String piece) {
        return piece.length() > 2
                && ((piece.startsWith("<") && piece.endsWith(">")) || (piece.startsWith("[") && piece.endsWith("]")));
    }

    boolean contains(int id) {
        return ids.get(id);
    }
}
