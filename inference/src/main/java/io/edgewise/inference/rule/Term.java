// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

/// A term of a word list as it is compared: folded, with one blank between words. Immutable.
///
/// @param list the list that it is of
/// @param written as it stands in the list
/// @param folded what is compared
record Term(WordList list, String written, String folded) {
    /// Longer ones are sentences, and a walk through the trie is as long as its longest term.
    static final int LONGEST = 64;
    /// What stands between two words.
    static final char JOINT = ' ';

    /// @throws IllegalArgumentException with a sentence when there is nothing to find in it, or it is too long
    static Term of(WordList list, String written) {
        ComparedText text = ComparedText.of(written);
        StringBuilder folded = new StringBuilder();
        boolean word = false;
        for (int i = 0; i < text.size(); i++) {
            word |= text.isWordAt(i);
            if (!text.isJointAt(i)) {
                folded.appendCodePoint(text.at(i));
            } else if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != JOINT) {
                folded.append(JOINT);
            }
        }
        if (!word) {
            throw new IllegalArgumentException(
                    "\"" + written + "\" has neither a letter nor a digit: it would never be found");
        }
        String compared = folded.toString().strip();
        if (compared.length() > LONGEST) {
            throw new IllegalArgumentException("\"" + written.substring(0, LONGEST / 2) + "…\" has " + compared.length()
                    + " characters, the limit is " + LONGEST);
        }
        return new Term(list, written, compared);
    }
}
