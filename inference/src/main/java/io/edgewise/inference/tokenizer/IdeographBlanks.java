// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Puts a blank on both sides of each CJK ideograph, so that it becomes a word.
record IdeographBlanks() implements Normalizer {

    @Override
    public AlignedText normalize(AlignedText text) {
        UnicodeTable unicode = UnicodeTable.ofReference();
        AlignedText result = text.emptied();
        for (int i = 0; i < text.size(); i++) {
            boolean ideograph = (unicode.flags(text.character(i)) & UnicodeTable.IDEOGRAPH) != 0;
            if (ideograph) {
                result.add(' ', text, i);
            }
            result.add(text.character(i), text, i);
            if (ideograph) {
                result.add(' ', text, i);
            }
        }
        return result;
    }
}
