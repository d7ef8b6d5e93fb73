// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Lower case of each character alone: no final sigma, no rule of a language.
record LowerCase() implements Normalizer {

    @Override
    public AlignedText normalize(AlignedText text) {
        UnicodeTable unicode = UnicodeTable.ofReference();
        AlignedText result = text.emptied();
        for (int i = 0; i < text.size(); i++) {
            int character = text.character(i);
            if (character == UnicodeTable.DOTTED_CAPITAL_I) {
                result.add('i', text, i);
                result.add(UnicodeTable.DOT_ABOVE, text, i);
            } else {
                boolean upper = (unicode.flags(character) & UnicodeTable.UPPER) != 0;
                result.add(upper ? unicode.lower(character) : character, text, i);
            }
        }
        return result;
    }
}
