// SPDX-License-Identifier: Apache-2.0
/// What a text that a model generates may be: JSON of a schema, a regular expression, one of some options
/// ([Grammar]). Knows bytes and token ids, and no model.
///
/// The flow: a grammar is compiled into a tree of terms whose leaves are small automata ([Leaf]); [TokenMasks]
/// makes it fit for a vocabulary ([TokenBytes]); for each text a [Constraint] walks through it. A state is the
/// set of places ([Place]) where the text may stand, each with a stack of what must come after it ([Frame]):
/// counters and optional properties need no states in advance. States are made when they are first reached,
/// and kept ([Automaton]).
///
/// What a newcomer assumes wrongly:
/// - Every state has a way to the end. What has none is taken out when a leaf is compiled, or not entered
///   ([Places]). So a token that doesn't lead to a dead state is allowed, without looking further.
/// - Lengths are counted in code points, budgets in tokens, ways to the end in bytes.
/// - A valid text is not a true one. What a model writes into the fields is its guess.
///
/// @see "docs/decisions/0034-grammar.md"
@NullMarked
package io.edgewise.inference.grammar;

import org.jspecify.annotations.NullMarked;
