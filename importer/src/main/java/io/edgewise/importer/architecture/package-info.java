// SPDX-License-Identifier: Apache-2.0
/// What a checkpoint is by its `config.json`: which encoder, of which size, under which names its weights
/// lie, and what its heads say. Nothing here knows how a graph is written.
///
/// A new kind of encoder is a new entry in [Families], and a class if its names differ from BERT's. Decoders
/// are a table of their own, in `importer.decoder`: they have no heads and no pooling.
@NullMarked
package io.edgewise.importer.architecture;

import org.jspecify.annotations.NullMarked;
