// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.Tokenizer;

/// Opens and closes a model input with a wrong piece: what makes a model answer another question, as a delegate that
/// computes something else does.
///
/// @param right for everything else
record OtherMarks(Tokenizer right) implements Tokenizer {
    private static final int WRONG_PIECE = 60;

    @Override
    public Encoding encode(String text) {
        return right.encode(text);
    }

    @Override
    public int vocabularySize() {
        return right.vocabularySize();
    }

    @Override
    public int classifyId() {
        return WRONG_PIECE;
    }

    @Override
    public int separatorId() {
        return WRONG_PIECE;
    }

    @Override
    public int unknownId() {
        return right.unknownId();
    }

    @Override
    public String piece(int id) {
        return right.piece(id);
    }
}
