// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One thing that a checkpoint says of a text: linear layers over the encoder. Immutable but for the files behind
/// it.
///
/// @param name of the output
/// @param perToken whether each token gets numbers, else the whole text
/// @param several whether any number of labels may hold at once
/// @param labels in order
/// @param group the extraction group, empty when the checkpoint says none
/// @param types published names of types, where they differ from the labels'
/// @param stages one after the other; the last one has a number for each label
public record TrainedHead(
        String name,
        boolean perToken,
        boolean several,
        List<String> labels,
        String group,
        Map<String, String> types,
        List<Stage> stages) {
    public TrainedHead {
        types = Map.copyOf(types);
        labels = List.copyOf(labels);
        stages = List.copyOf(stages);
    }

    /// A linear layer, and what is done to its numbers.
    public record Stage(Dense dense, Optional<Nonlinearity> activation) {
        /// The last one: its numbers are the logits.
        public static Stage last(Dense dense) {
            return new Stage(dense, Optional.empty());
        }
    }
}
