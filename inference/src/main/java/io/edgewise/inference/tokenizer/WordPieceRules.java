// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// How BERT prepares a text and cuts it, whichever file says so; what each means stands at [WordPieceOptions].
/// Immutable.
record WordPieceRules(boolean lowercase, boolean stripAccents, boolean splitCjk, int maxWordChars) {}
