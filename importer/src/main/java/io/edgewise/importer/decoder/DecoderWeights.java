// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Weights;
import java.util.List;
import java.util.Optional;

/// The weights of a decoder. Immutable but for the files behind it.
///
/// @param words the table of words
/// @param positions a table that is added by position, of models that don't rotate
/// @param norm after the last layer
/// @param head from a token to the logits; its weight is the same object as `words` where they are tied
public record DecoderWeights(
        Weights words, Optional<Weights> positions, List<Layer> layers, Normalization norm, Linear head) {
    public DecoderWeights {
        layers = List.copyOf(layers);
    }

    /// One layer. Rows of a head that is rotated stand so that number `i` turns with number `i + headWidth /
    /// 2`.
    ///
    /// @param attention how it attends
    /// @param innerNorm before the feed-forward block, unless that reads what the attention reads
    /// @param up into the block; of a gated one the gate's rows first, then as many others
    /// @param down out of it
    /// @param lastNorm after it, in models that normalise there, too
    public record Layer(
            Attention attention,
            Optional<Normalization> innerNorm,
            Linear up,
            Linear down,
            Optional<Normalization> lastNorm) {}

    /// The attention of a layer.
    ///
    /// @param norm before it
    /// @param queryNorm of each head's queries, by models that have one
    /// @param keyNorm of each head's keys
    /// @param lastNorm after it, in models that normalise there, too
    public record Attention(
            Normalization norm,
            Linear query,
            Linear key,
            Linear value,
            Linear output,
            Optional<Normalization> queryNorm,
            Optional<Normalization> keyNorm,
            Optional<Normalization> lastNorm) {}
}
