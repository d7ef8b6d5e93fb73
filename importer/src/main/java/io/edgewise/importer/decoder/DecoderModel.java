// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

/// Everything that a decoder's graph is written from. Immutable but for the files behind it.
///
/// @param type as `config.json` calls it: `llama`
/// @param context tokens that the graph can look at, the prompt among them
public record DecoderModel(String type, DecoderShape shape, DecoderForm form, DecoderWeights weights, int context) {}
