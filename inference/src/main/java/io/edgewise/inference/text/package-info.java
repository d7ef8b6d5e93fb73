// SPDX-License-Identifier: Apache-2.0
/// Texts as people disguise them, read as they are meant: [TextFolding] undoes zero-width characters, letters of other
/// alphabets, digits in place of letters, spaced-out letters and the like, and [FoldedText] knows where each
/// character came from.
///
/// What a newcomer assumes wrongly: a folded text is read beside the plain one and never in place of it. Folding
/// can damage what was no disguise, and models were trained on texts as people write them
/// (docs/decisions/0023-folded-texts.md).
@NullMarked
package io.edgewise.inference.text;

import org.jspecify.annotations.NullMarked;
