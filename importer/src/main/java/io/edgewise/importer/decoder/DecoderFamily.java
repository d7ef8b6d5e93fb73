// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Configuration;
import java.util.OptionalInt;

/// A kind of decoder: how its `config.json` names sizes and switches, and how its checkpoints name weights.
/// Immutable.
interface DecoderFamily {
    /// What its weights but the head are below, in most families `model.`; checkpoints without a head leave it
    /// out.
    default String prefix() {
        return "model.";
    }

    /// The name of the table of words below the prefix.
    default String words() {
        return "embed_tokens.weight";
    }

    /// The size, by `config.json`, in most families with the keys of Llama.
    default DecoderShape shape(Configuration config) {
        return DecoderKeys.shape(config);
    }

    /// How it computes. What can't be written as a graph becomes a problem.
    DecoderForm form(Configuration config, DecoderShape shape);

    /// A window of the last tokens beyond which no layer looks, if there is one.
    default OptionalInt window(Configuration config) {
        return OptionalInt.empty();
    }

    /// The weights.
    ///
    /// @param source below the prefix, or without one
    DecoderWeights weights(Configuration config, DecoderShape shape, DecoderSource source);
}
