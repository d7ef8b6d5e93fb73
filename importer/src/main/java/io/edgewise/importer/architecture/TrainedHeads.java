// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.inference.bundle.ModelEntry;
import java.util.List;

/// What a checkpoint says of a text. Immutable but for the files behind it.
///
/// @param pooling what stands for a whole text
record TrainedHeads(ModelEntry.Pooling pooling, List<TrainedHead> heads) {
    TrainedHeads {
        heads = List.copyOf(heads);
    }
}
