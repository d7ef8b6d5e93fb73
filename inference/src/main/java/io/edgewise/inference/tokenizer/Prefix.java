// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Puts a text before a text that is not empty. It takes the place of the first character.
record Prefix(String prefix) implements Normalizer {

    @Override
    public AlignedText normalize(AlignedText text) {
        if (text.size() == 0) {
            return text;
        }
        AlignedText result = text.emptied();
        prefix.codePoints().forEach(character -> result.add(character, text, 0));
        for (int i = 0; i < text.size(); i++) {
            result.add(text.character(i), text, i);
        }
        return result;
    }
}
