// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Removes white space at the start or the end of the text.
record Strip(boolean left, boolean right) implements Normalizer {

    @Override
    public AlignedText normalize(AlignedText text) {
        int from = 0;
        while (left && from < text.size() && SplitPattern.isSpace(text.character(from))) {
            from++;
        }
        int to = text.size();
        while (right && to > from && SplitPattern.isSpace(text.character(to - 1))) {
            to--;
        }
        AlignedText result = text.emptied();
        for (int i = from; i < to; i++) {
            result.add(text.character(i), text, i);
        }
        return result;
    }
}
