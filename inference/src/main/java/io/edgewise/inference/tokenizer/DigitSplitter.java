// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Splits numbers from what is not: digit by digit, or a run of digits as one stretch.
record DigitSplitter(boolean individual) implements PreTokenizer {

    @Override
    public Splits split(Splits splits) {
        var further = new Splits(splits.text);
        for (int i = 0; i < splits.size(); i++) {
            int from = splits.from(i);
            boolean number = false;
            for (int at = from; at < splits.to(i); at++) {
                boolean now = isNumeric(splits.text.character(at));
                if (now != number || (now && individual)) {
                    further.add(from, at);
                    from = at;
                }
                number = now;
            }
            further.add(from, splits.to(i));
        }
        return further;
    }

    /// The reference's digits are of Unicode 17.0, unlike its expressions.
    static boolean isNumeric(int character) {
        return SplitPattern.isNumber(character)
                || (character >= 0x11DE0 && character <= 0x11DE9)
                || (character >= 0x16FF4 && character <= 0x16FF6);
    }
}
