// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.file.Path;
import java.util.stream.IntStream;

/// The tokenizer of BERT, from a `vocab.txt` or a `tokenizer.json` with BERT's steps: words by white space,
/// punctuation and ideographs, each cut into the longest known pieces.
///
/// Ids, offsets and word numbers are those of Hugging Face `tokenizers` 0.21.4 with a `BertNormalizer`
/// (`clean_text` on), a `BertPreTokenizer` and a `WordPiece` model, for every text but one kind:
///
/// **A text cannot contain special pieces.** The reference looks for `[CLS]`, `[SEP]`, `[MASK]`, `[PAD]` and
/// `[UNK]` in the raw text and makes them special pieces, so whoever writes a text could end the model's input in
/// its middle, or split one message into two. Here they are text like any other: `[SEP]` is the words `[`, `sep`
/// and `]`. This is what the reference does without its list of added tokens. A vocabulary whose classify or
/// separate piece is an ordinary word (`cls`) makes that word unknown in a text.
///
/// A lone surrogate, which no encoder can have sent, is dropped like the U+FFFD that a decoder puts in its place.
///
/// The time for a text grows with its length, whatever is in it: a word longer than `maxWordChars` is not looked
/// up, and a shorter one costs at most its length times that of the longest piece.
///
/// With the 30,522 pieces of BERT a tokenizer takes 0.8 MB of heap. Those that read the same file do not share it.
///
/// Immutable, so thread-safe; a call shares nothing with another.
///
/// Source: Wu et al., *Google's Neural Machine Translation System*, 2016, section 4.1; Devlin et al., *BERT*, 2018.
public final class WordPieceTokenizer implements Tokenizer {

    static final byte ASCII_SPACE = 0;
    static final byte ASCII_PUNCTUATION = -1;
    static final byte ASCII_REMOVED = -2;

    final UnicodeTable unicode = UnicodeTable.ofReference();
    final Vocabulary vocabulary;
    final WordPieceRules rules;

    /// For each ASCII character what it becomes inside a word, or one of the constants above.
    final byte[] ascii;

    /// The [UnicodeTable] property whose characters are words of their own, beside the punctuation.
    final int alone;

    /// The pieces that no text is cut into.
    final ControlPieces control;

    final SpecialPieces special;

    private final int unknownId;

    WordPieceTokenizer(
            Vocabulary vocabulary, WordPieceRules rules, int unknownId, SpecialPieces special, ControlPieces control) {
        this.vocabulary = vocabulary;
        this.rules = rules;
        this.ascii = ascii(unicode, rules.lowercase());
        this.alone = rules.splitCjk() ? UnicodeTable.IDEOGRAPH : 0;
        this.unknownId = unknownId;
        this.special = special;
        this.control = control;
    }

    /// Reads a vocabulary: UTF-8, one piece per line, the first line is id 0; at most 1,000,000 lines of at most
    /// 1,000 UTF-16 units, 32 MiB in all.
    ///
    /// @throws TokenizerException if the file is missing, unreadable, not such a file, or without a special piece
    public static WordPieceTokenizer read(Path vocabTxt, WordPieceOptions options) {
        Vocabulary vocabulary = VocabularyFile.read(vocabTxt, options.continuation());
        int unknown = special(vocabTxt, vocabulary, "unknown", options.unknown());
        int classify = special(vocabTxt, vocabulary, "classify", options.classify());
        int separate = special(vocabTxt, vocabulary, "separate", options.separate());
        return new WordPieceTokenizer(
                vocabulary,
                options.rules(),
                unknown,
                new SpecialPieces(classify, separate),
                new ControlPieces(IntStream.of(classify, separate)));
    }

    @Override
    public Encoding encode(String text) {
        return new Segmentation(this, text).run();
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public SpecialPieces special() {
        return special;
    }

    @Override
    public int unknownId() {
        return unknownId;
    }

    @Override
    public String piece(int id) {
        return vocabulary.piece(id);
    }

    private static int special(Path file, Vocabulary vocabulary, String option, String piece) {
        int id = vocabulary.id(piece);
        if (id < 0) {
            throw new TokenizerException(
                    "%s has no line \"%s\", which is to be the %s piece; use the vocabulary the model was trained with, or name its own piece"
                            .formatted(file, piece, option));
        }
        return id;
    }

    private static byte[] ascii(UnicodeTable unicode, boolean lowercase) {
        byte[] ascii = new byte[0x80];
        for (int character = 0; character < ascii.length; character++) {
            int flags = unicode.flags(character);
            if ((flags & UnicodeTable.REMOVED) != 0) {
                ascii[character] = ASCII_REMOVED;
            } else if ((flags & UnicodeTable.SPACE) != 0) {
                ascii[character] = ASCII_SPACE;
            } else if ((flags & UnicodeTable.PUNCTUATION) != 0) {
                ascii[character] = ASCII_PUNCTUATION;
            } else {
                boolean upper = lowercase && (flags & UnicodeTable.UPPER) != 0;
                ascii[character] = (byte) (upper ? unicode.lower(character) : character);
            }
        }
        return ascii;
    }
}
