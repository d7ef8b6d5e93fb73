// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// A step that changes characters before the text is split. Immutable.
interface Normalizer {

    /// The text after the step; the argument may be returned, and must not be used otherwise.
    AlignedText normalize(AlignedText text);
}
