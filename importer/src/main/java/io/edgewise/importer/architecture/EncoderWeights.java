// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Weights;
import java.util.List;
import java.util.Optional;

/// The weights of an encoder: a transformer that normalises after each block. Immutable but for the files behind
/// it.
///
/// @param words the word table
/// @param positions from the row of a text's first token on, with the row of the only token type added
/// @param projection from the width of the word table to that of the layers, where they differ
/// @param layers in order; weights that layers share are the same object
public record EncoderWeights(
        Weights words, Weights positions, Norm norm, Optional<Dense> projection, List<Layer> layers) {
    public EncoderWeights {
        layers = List.copyOf(layers);
    }

    /// One layer: attention, and a feed-forward block.
    public record Layer(
            Dense query, Dense key, Dense value, Dense output, Norm attentionNorm, Dense up, Dense down, Norm norm) {}
}
