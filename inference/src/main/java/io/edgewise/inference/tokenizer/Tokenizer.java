// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Optional;

/// Cuts a text into the pieces that a model knows by number.
///
/// Thread-safe: every method may be called by any number of threads at once.
public interface Tokenizer {

    /// The pieces of `text`, without those around it: whoever fills the model's input adds these to each window
    /// (see [#special]). Never fails; a text without any visible character has no pieces.
    Encoding encode(String text);

    /// The number of pieces; ids are 0 to one less.
    int vocabularySize();

    /// The pieces that stand around a text in a model's input (`[CLS]` and `[SEP]`).
    SpecialPieces special();

    /// The id that stands for a word which the vocabulary cannot spell (`[UNK]`).
    int unknownId();

    /// The piece with this id, as it stands in the vocabulary.
    ///
    /// @throws IndexOutOfBoundsException if there is no such id
    String piece(int id);

    /// The way back to a text, of a tokenizer that changes nothing of it: byte pairs and Unigram without
    /// lower-casing.
    default Optional<PieceBytes> bytes() {
        return Optional.empty();
    }
}
