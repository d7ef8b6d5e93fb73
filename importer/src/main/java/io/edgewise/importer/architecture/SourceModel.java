// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Selection;
import io.edgewise.inference.bundle.ModelEntry;
import java.util.List;

/// Everything that a graph is written from. Immutable but for the files behind it.
///
/// @param type as `config.json` calls it: `bert`
/// @param pooling what stands for a whole text
/// @param heads none for an embedder
public record SourceModel(
        String type, EncoderShape shape, EncoderWeights weights, ModelEntry.Pooling pooling, List<TrainedHead> heads) {
    public SourceModel {
        heads = List.copyOf(heads);
    }

    /// The same with some rows of the word table.
    ///
    /// @param rows which row of the table each piece has
    public SourceModel withWords(List<Integer> rows) {
        EncoderWeights other = new EncoderWeights(
                Selection.of(weights.words(), rows.size(), List.copyOf(rows)::get),
                weights.positions(),
                weights.norm(),
                weights.projection(),
                weights.layers());
        return new SourceModel(type, shape.withVocabulary(rows.size()), other, pooling, heads);
    }

    /// The same with some of its layers.
    ///
    /// @param kept their numbers, from 0
    public SourceModel withLayers(List<Integer> kept) {
        EncoderWeights other = new EncoderWeights(
                weights.words(),
                weights.positions(),
                weights.norm(),
                weights.projection(),
                kept.stream().map(weights.layers()::get).toList());
        return new SourceModel(type, shape.withLayers(kept.size()), other, pooling, heads);
    }
}
