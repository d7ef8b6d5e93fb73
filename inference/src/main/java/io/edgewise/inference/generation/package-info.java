// SPDX-License-Identifier: Apache-2.0

/// Writes texts: a decoder graph whose caches are in our memory, what is taken of its numbers, and how a
/// message becomes a prompt.
///
/// One graph does everything ([Decoder]): it takes any number of tokens behind those of a [KeyValueCache] and
/// gives the new rows of the cache and the logits that are asked for. Prompts, forced runs and single steps are
/// the same call. A
/// [Generator] is what a program works with: prompts, constraint, limits, a prefix that is read once.
///
/// Source: `docs/decisions/0035-generation.md`.
@NullMarked
package io.edgewise.inference.generation;

import org.jspecify.annotations.NullMarked;
