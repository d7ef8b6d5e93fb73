// SPDX-License-Identifier: Apache-2.0
/// Text to model input: the pieces of a text, with exact UTF-16 offsets.
///
/// The way through: [io.edgewise.inference.tokenizer.WordPieceTokenizer] reads a vocabulary once and holds what
/// does not change. Each call makes a *segmentation*, which walks over the text word by word: words of ASCII
/// directly, words with any other character through the *Unicode table* (what to drop, split, decompose, reorder,
/// lower-case). Each word is cut into the longest known pieces, and the pieces become an
/// [Encoding][io.edgewise.inference.tokenizer.Encoding].
///
/// The other kinds ([io.edgewise.inference.tokenizer.TokenizerKind]) are put together from the steps that their file
/// names: normalizers change an *aligned text*, pre-tokenizers split it into words, a *piece model* (byte pairs,
/// Unigram, WordPiece behind other steps than BERT's) spells each word. What a file asks for and is not known is
/// refused; see decision 0015.
///
/// What a newcomer assumes wrongly:
/// - Offsets are `String` indices into the text as it was received, not into the normalised text, not code
///   points, not bytes. A piece can cover more units than it has itself (`é` became `e`), and neighbours can
///   cover the same ones (a Hangul syllable became three jamo).
/// - The Unicode properties are not those of the JDK but those of the reference implementation.
/// - `[SEP]` in a text is text.
/// - A text can be of any length and made to be slow. No step may look at a character more than a bounded number of
///   times; a test counts.
@NullMarked
package io.edgewise.inference.tokenizer;

import org.jspecify.annotations.NullMarked;
