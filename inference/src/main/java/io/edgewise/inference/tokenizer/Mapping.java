// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.function.IntUnaryOperator;

/// Puts another character in the place of each.
///
/// @param mapped the other character, or the same; without state
record Mapping(IntUnaryOperator mapped) implements Normalizer {

    @Override
    public AlignedText normalize(AlignedText text) {
        AlignedText result = text.emptied();
        for (int i = 0; i < text.size(); i++) {
            result.add(mapped.applyAsInt(text.character(i)), text, i);
        }
        return result;
    }
}
