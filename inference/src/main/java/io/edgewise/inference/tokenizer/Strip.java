// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.function.IntPredicate;

/// Removes characters of a kind at the start or the end of the text.
///
/// @param stripped says which ones; without state
record Strip(IntPredicate stripped, boolean left, boolean right) implements Normalizer {

    @Override
    public AlignedText normalize(AlignedText text) {
        int from = 0;
        while (left && from < text.size() && stripped.test(text.character(from))) {
            from++;
        }
        int to = text.size();
        while (right && to > from && stripped.test(text.character(to - 1))) {
            to--;
        }
        AlignedText result = text.emptied();
        for (int i = from; i < to; i++) {
            result.add(text.character(i), text, i);
        }
        return result;
    }
}
