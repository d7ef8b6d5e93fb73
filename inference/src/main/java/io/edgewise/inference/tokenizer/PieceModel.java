// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Optional;

/// Spells words with the pieces of a vocabulary. Thread-safe.
interface PieceModel {

    /// The pieces by id.
    Vocabulary vocabulary();

    /// The id for what cannot be spelled, or -1.
    int unknownId();

    /// What spells the words of one text.
    Speller speller(AlignedText text, PieceList pieces);

    /// The way back from pieces to a text, where there is one.
    default Optional<PieceBytes> bytes() {
        return Optional.empty();
    }

    /// Confined to one call of [Tokenizer#encode].
    interface Speller {

        /// Adds the pieces of the characters `from` to `to`, which are word number `word`.
        void spell(int from, int to, int word);
    }
}
