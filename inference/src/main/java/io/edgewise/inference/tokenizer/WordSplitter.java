// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Splits into runs of word characters and runs of others, and drops white space: the expression `\w+|[^\w\s]+`.
record WordSplitter() implements PreTokenizer {

    @Override
    public Splits split(Splits splits) {
        AlignedText text = splits.text;
        var further = new Splits(text);
        for (int i = 0; i < splits.size(); i++) {
            int from = splits.from(i);
            for (int at = from; at < splits.to(i); at++) {
                int character = text.character(at);
                if (SplitPattern.isSpace(character)) {
                    further.add(from, at);
                    from = at + 1;
                } else if (at > from && isWord(character) != isWord(text.character(at - 1))) {
                    further.add(from, at);
                    from = at;
                }
            }
            further.add(from, splits.to(i));
        }
        return further;
    }

    /// `\w` as of Unicode Technical Standard 18, annex C, of Unicode 16.0 like [SplitPattern].
    private static boolean isWord(int character) {
        return Character.isAlphabetic(character)
                || switch (Character.getType(character)) {
                    case Character.NON_SPACING_MARK,
                            Character.COMBINING_SPACING_MARK,
                            Character.ENCLOSING_MARK,
                            Character.DECIMAL_DIGIT_NUMBER,
                            Character.CONNECTOR_PUNCTUATION -> true;
                    default -> character == 0x200C || character == 0x200D;
                };
    }
}
