// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// How a WordPiece vocabulary wants a text prepared, and its pieces with a meaning of their own.
///
/// Immutable.
///
/// @param lowercase whether letters become lower case
/// @param stripAccents whether characters are decomposed and lose their accents (`é` becomes `e`)
/// @param splitCjk whether each CJK ideograph is a word of its own
/// @param unknown the piece for a word that the vocabulary cannot spell
/// @param classify the piece that opens a model input
/// @param separate the piece that closes a model input
/// @param continuation what a piece starts with that does not open a word; may be empty
/// @param maxWordChars the longest word, in Unicode characters, that is spelled; a longer one is unknown. 1 to
/// 1,000
public record WordPieceOptions(
        boolean lowercase,
        boolean stripAccents,
        boolean splitCjk,
        String unknown,
        String classify,
        String separate,
        String continuation,
        int maxWordChars) {

    /// The most that `maxWordChars` can be. Spelling a word costs its length times that of the longest piece.
    public static final int MAX_WORD_CHARS = 1_000;

    /// Checks the options.
    ///
    /// @throws IllegalArgumentException with a sentence about what does not fit
    public WordPieceOptions {
        requirePiece("unknown", unknown);
        requirePiece("classify", classify);
        requirePiece("separate", separate);
        requireNoSpace("continuation", continuation);
        if (unknown.equals(classify) || unknown.equals(separate) || classify.equals(separate)) {
            throw new IllegalArgumentException(
                    "unknown, classify and separate must be three different pieces, got \"%s\", \"%s\" and \"%s\""
                            .formatted(unknown, classify, separate));
        }
        if (maxWordChars < 1 || maxWordChars > MAX_WORD_CHARS) {
            throw new IllegalArgumentException(
                    "maxWordChars must be 1 to %d, got %d".formatted(MAX_WORD_CHARS, maxWordChars));
        }
    }

    /// What BERT's lower-case English models use.
    public static WordPieceOptions uncased() {
        return bert(true, true);
    }

    /// What BERT's models with upper and lower case use.
    public static WordPieceOptions cased() {
        return bert(false, false);
    }

    /// BERT's pieces, and texts that are prepared in this way.
    public static WordPieceOptions bert(boolean lowercase, boolean stripAccents) {
        return new WordPieceOptions(lowercase, stripAccents, true, "[UNK]", "[CLS]", "[SEP]", "##", 100);
    }

    /// How a text is prepared and cut, without the names of pieces.
    WordPieceRules rules() {
        return new WordPieceRules(lowercase, stripAccents, splitCjk, maxWordChars);
    }

    private static void requirePiece(String name, String piece) {
        if (piece.isEmpty()) {
            throw new IllegalArgumentException(name + " must be a piece of the vocabulary, but it is empty");
        }
        requireNoSpace(name, piece);
    }

    private static void requireNoSpace(String name, String piece) {
        if (piece.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(
                    "%s must have no white space, got \"%s\"".formatted(name, piece.strip()));
        }
    }
}
