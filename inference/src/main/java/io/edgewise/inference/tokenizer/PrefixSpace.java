// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Puts a blank before each stretch that does not start with one. It takes the place of the first character.
record PrefixSpace() implements PreTokenizer {

    @Override
    public Splits split(Splits splits) {
        AlignedText text = splits.text;
        var further = new Splits(text.emptied());
        for (int i = 0; i < splits.size(); i++) {
            int from = further.text.size();
            if (text.character(splits.from(i)) != ' ') {
                further.text.add(' ', text, splits.from(i));
            }
            for (int at = splits.from(i); at < splits.to(i); at++) {
                further.text.add(text.character(at), text, at);
            }
            further.add(from, further.text.size());
        }
        return further;
    }
}
