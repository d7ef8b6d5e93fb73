// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// WordPiece behind other steps than BERT's, for which there is [WordPieceTokenizer]: each word is cut into the longest
/// known pieces, and one that cannot be spelled to its end is unknown as a whole.
///
/// Immutable.
///
/// @param vocabulary with the continuation that pieces inside a word begin with
/// @param maxWordChars a word of more characters is unknown
/// @param control pieces that a text cannot contain
record WordPieceModel(Vocabulary vocabulary, int unknownId, int maxWordChars, ControlPieces control)
        implements PieceModel {

    @Override
    public Speller speller(AlignedText text, PieceList pieces) {
        var units = new WordUnits(text);
        int[] hashes = new int[vocabulary.longestPiece()];
        return (from, to, word) -> {
            if (to - from > maxWordChars || !spelled(units, from, to, word, hashes, pieces)) {
                pieces.add(unknownId, text.start(from), text.end(to - 1), word);
            }
        };
    }

    /// Adds the pieces of the word, or none.
    private boolean spelled(WordUnits units, int from, int to, int word, int[] hashes, PieceList pieces) {
        units.take(from, to);
        int before = pieces.size();
        for (int at = 0; at < units.length; ) {
            long found = vocabulary.longest(units.units, at, units.length, hashes);
            if (found == Vocabulary.NONE || control.contains((int) found)) {
                pieces.truncate(before);
                return false;
            }
            int next = at + (int) (found >> Integer.SIZE);
            units.add(pieces, (int) found, at, next, word);
            at = next;
        }
        return true;
    }
}
