// SPDX-License-Identifier: Apache-2.0
/// Makes a bundle of a model that others trained and converted: finds out from the file, from what it says of
/// itself and from the caller how it takes a text and what its numbers mean, records golden tests from the model
/// itself, and writes a directory that proves itself like any other bundle.
///
/// The way through: [Wrap] looks for an *entrance* of the model, a signature or the graph itself, whose inputs
/// are rows of tokens; gives each input a *role*; picks the tokenizer and the head; and hands what it found to
/// those who write. What is missing or doesn't fit becomes a sentence, and all sentences are told together.
///
/// What a newcomer assumes wrongly: golden tests recorded here say that a board computes what the model computed
/// when it was wrapped. They can't say that the model is right.
@NullMarked
package io.edgewise.inference.wrap;

import org.jspecify.annotations.NullMarked;
