// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Splits at white space and drops it.
record WhiteSpaceSplitter() implements PreTokenizer {

    @Override
    public Splits split(Splits splits) {
        var further = new Splits(splits.text);
        for (int i = 0; i < splits.size(); i++) {
            int from = splits.from(i);
            for (int at = from; at < splits.to(i); at++) {
                if (SplitPattern.isSpace(splits.text.character(at))) {
                    further.add(from, at);
                    from = at + 1;
                }
            }
            further.add(from, splits.to(i));
        }
        return further;
    }
}
