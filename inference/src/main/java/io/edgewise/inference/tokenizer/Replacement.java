// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// Puts one text in the place of another, wherever it stands; or of every run of two blanks and more. As in the
/// reference it takes the place of the last character that it replaces.
///
/// @param wanted what is replaced
/// @param runs whether any repetition of the last character of `wanted` belongs to it
/// @param by what stands there afterwards
record Replacement(String wanted, boolean runs, String by) implements Normalizer {

    @Override
    public AlignedText normalize(AlignedText text) {
        int[] pattern = wanted.codePoints().toArray();
        int[] replaced = by.codePoints().toArray();
        AlignedText result = text.emptied();
        for (int at = 0; at < text.size(); ) {
            int end = match(text, at, pattern);
            if (end < 0) {
                result.add(text.character(at), text, at++);
                continue;
            }
            for (int character : replaced) {
                result.add(character, text, end - 1);
            }
            at = end;
        }
        return result;
    }

    private int match(AlignedText text, int at, int[] pattern) {
        if (at + pattern.length > text.size()) {
            return -1;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (text.character(at + i) != pattern[i]) {
                return -1;
            }
        }
        int end = at + pattern.length;
        while (runs && end < text.size() && text.character(end) == pattern[pattern.length - 1]) {
            end++;
        }
        return end;
    }
}
