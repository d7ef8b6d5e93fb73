// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Makes each punctuation character a stretch of its own: what ASCII and Unicode call so, see [UnicodeTable].
record PunctuationSplitter() implements PreTokenizer {

    @Override
    public Splits split(Splits splits) {
        UnicodeTable unicode = UnicodeTable.ofReference();
        var further = new Splits(splits.text);
        for (int i = 0; i < splits.size(); i++) {
            int from = splits.from(i);
            for (int at = from; at < splits.to(i); at++) {
                if ((unicode.flags(splits.text.character(at)) & UnicodeTable.PUNCTUATION) != 0) {
                    further.add(from, at);
                    further.add(at, at + 1);
                    from = at + 1;
                }
            }
            further.add(from, splits.to(i));
        }
        return further;
    }
}
