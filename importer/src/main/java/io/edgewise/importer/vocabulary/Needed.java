// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.vocabulary;

import io.edgewise.inference.tokenizer.Tokenizer;

/// The pieces that no tokenizer can do without.
final class Needed {
    private Needed() {}

    /// Whether it stands for what can't be spelled, stands around a text, or is one character in or at the
    /// beginning of a word.
    ///
    /// @param continuation what pieces inside a word begin with; empty for none
    static boolean isByAll(Tokenizer tokenizer, int id, String continuation) {
        String piece = tokenizer.piece(id);
        String letters = !continuation.isEmpty() && piece.startsWith(continuation)
                ? piece.substring(continuation.length())
                : piece;
        return id == tokenizer.unknownId()
                || id == tokenizer.special().classify()
                || id == tokenizer.special().separate()
                || letters.codePointCount(0, letters.length()) == 1;
    }
}
