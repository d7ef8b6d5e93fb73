// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.function.IntPredicate;

/// Removes every character of a kind; the others keep their places.
///
/// @param removed says which ones; without state
record Removal(IntPredicate removed) implements Normalizer {

    @Override
    public AlignedText normalize(AlignedText text) {
        AlignedText result = text.emptied();
        for (int i = 0; i < text.size(); i++) {
            if (!removed.test(text.character(i))) {
                result.add(text.character(i), text, i);
            }
        }
        return result;
    }
}
