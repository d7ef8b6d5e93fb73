// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Splits at a [SplitPattern]: each match is a stretch of its own.
record PatternSplitter(SplitPattern pattern) implements PreTokenizer {

    @Override
    public Splits split(Splits splits) {
        var further = new Splits(splits.text);
        for (int i = 0; i < splits.size(); i++) {
            int at = splits.from(i);
            while (at < splits.to(i)) {
                int end = pattern.next(splits.text, at, splits.to(i));
                further.add(at, end);
                at = end;
            }
        }
        return further;
    }
}
