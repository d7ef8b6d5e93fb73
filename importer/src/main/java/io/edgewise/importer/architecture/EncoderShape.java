// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

/// The size of an encoder, as `config.json` says it. Immutable.
///
/// @param vocabulary rows of the word table
/// @param embedding width of a row of it; another than `hidden` where the table is factorised
/// @param hidden width of a token between two layers
/// @param layers how many
/// @param heads of the attention; `hidden` is a multiple
/// @param inner width inside a feed-forward block
/// @param positions rows of the position table that a text can use
/// @param firstPosition the row of a text's first token
/// @param types rows of the table of token types, 0 when there is none
/// @param epsilon of the normalisations
public record EncoderShape(
        int vocabulary,
        int embedding,
        int hidden,
        int layers,
        int heads,
        int inner,
        int positions,
        int firstPosition,
        int types,
        double epsilon,
        Nonlinearity activation) {
    /// The same with another number of pieces.
    EncoderShape withVocabulary(int pieces) {
        return new EncoderShape(
                pieces, embedding, hidden, layers, heads, inner, positions, firstPosition, types, epsilon, activation);
    }

    /// The same with another number of layers.
    EncoderShape withLayers(int number) {
        return new EncoderShape(
                vocabulary,
                embedding,
                hidden,
                number,
                heads,
                inner,
                positions,
                firstPosition,
                types,
                epsilon,
                activation);
    }

    /// Numbers of an attention head.
    public int headWidth() {
        return hidden / heads;
    }
}
