// SPDX-License-Identifier: Apache-2.0
/// Makes a bundle of a checkpoint: what the transformers library saved becomes a graph that runs on a board. It is
/// for a workstation or a build; no board needs it, and no Python is needed anywhere.
///
/// The way through: [Import] opens the folder ([io.edgewise.importer.checkpoint]), finds out what it is
/// ([io.edgewise.importer.architecture]), writes the graph ([io.edgewise.importer.graph]), lets the graph itself
/// say what boards must say, compares it with the same weights in float32, and opens the finished bundle like a
/// gateway does. What is missing or doesn't fit becomes a sentence, and all sentences are told together.
@NullMarked
package io.edgewise.importer;

import org.jspecify.annotations.NullMarked;
