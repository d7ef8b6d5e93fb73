// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Splits behind a character, which stays with what is before it. Where several stand side by side, each further one is
/// a stretch of its own.
record LiteralSplitter(int character) implements PreTokenizer {

    @Override
    public Splits split(Splits splits) {
        var further = new Splits(splits.text);
        for (int i = 0; i < splits.size(); i++) {
            int from = splits.from(i);
            for (int at = from; at < splits.to(i); at++) {
                if (splits.text.character(at) == character) {
                    further.add(from, at + 1);
                    from = at + 1;
                }
            }
            further.add(from, splits.to(i));
        }
        return further;
    }
}
