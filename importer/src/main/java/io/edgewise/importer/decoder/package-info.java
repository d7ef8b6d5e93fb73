// SPDX-License-Identifier: Apache-2.0
/// What a decoder is by its `config.json`: a model that writes texts token by token. A family says how big it
/// is ([DecoderShape]), how it computes ([DecoderForm]), and under which names its weights lie
/// ([DecoderWeights]); what families do differently is brought into one form here, so that one graph serves
/// all. Nothing here knows how a graph is written.
///
/// A new family is a new entry in [DecoderFamilies], and a class if it differs from Llama in more than a
/// flag. What can't be brought into that form is refused by its name.
@NullMarked
package io.edgewise.importer.decoder;

import org.jspecify.annotations.NullMarked;
