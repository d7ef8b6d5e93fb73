// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Configuration;
import java.util.List;

/// A kind of encoder: how its `config.json` names sizes, and how its checkpoints name weights. Immutable.
interface Family {
    /// What its weights are below in a checkpoint that has heads, as `bert.`.
    String prefix();

    /// The size, by `config.json`.
    EncoderShape shape(Configuration config);

    /// The weights.
    ///
    /// @param source below the prefix, or without one
    EncoderWeights weights(EncoderShape shape, WeightSource source);

    /// What stands between an encoder and a classifier of whole texts.
    ///
    /// @param source of the whole checkpoint
    List<TrainedHead.Stage> classifier(EncoderShape shape, int labels, WeightSource source);
}
