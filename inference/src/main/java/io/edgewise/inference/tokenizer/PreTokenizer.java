// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// A step that splits what the steps before it left whole. Immutable.
interface PreTokenizer {

    /// The text with further splits.
    Splits split(Splits splits);
}
