// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Optional;
import java.util.OptionalInt;

/// The way back from pieces to a text: what each stands for, as bytes. A character may be divided between
/// pieces, so that one alone need not be valid UTF-8. Thread-safe.
public interface PieceBytes {

    /// How many pieces there are; ids are 0 to one less.
    int size();

    /// The bytes of a piece; empty for one that no text is made of, such as `<|im_end|>`.
    ///
    /// @return a new array
    /// @throws IndexOutOfBoundsException if there is no such piece
    Optional<byte[]> bytes(int id);

    /// The id of a piece that no text is made of, by its name, as `<|im_end|>`; empty when the vocabulary has
    /// no such piece, or it is an ordinary one.
    OptionalInt control(String name);
}
