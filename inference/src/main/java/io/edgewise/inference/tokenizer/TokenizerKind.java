// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.file.Path;
import java.util.Locale;

/// The algorithms that cut a text into pieces, and the files that each is read from.
public enum TokenizerKind {
    /// BERT's, DistilBERT's, ELECTRA's, MiniLM's: `vocab.txt`, or `tokenizer.json`.
    WORDPIECE,
    /// Byte pair encoding of GPT-2, RoBERTa, Llama, Qwen, Mistral: `tokenizer.json`, `vocab.json` with a
    /// `merges.txt` beside it, or a SentencePiece `.model`.
    BPE,
    /// XLM-R's, T5's: `tokenizer.json`, or a SentencePiece `.model`.
    UNIGRAM,
    /// TensorFlow Lite's: a vocabulary with ids.
    REGEX;

    /// Reads a tokenizer of this kind.
    ///
    /// @param options for a `vocab.txt` alone, which does not say how a text is prepared; of them [#REGEX] takes
    /// whether words are lower-cased
    /// @param delimiter for [#REGEX] alone
    /// @throws TokenizerException if a file is missing, damaged, or asks for what is not known here
    public Tokenizer read(Path file, WordPieceOptions options, String delimiter) {
        TokenizerFormat format = TokenizerFormat.of(name(file));
        return switch (this) {
            case WORDPIECE ->
                format == TokenizerFormat.JSON
                        ? TokenizerJsonReader.read(file, "WordPiece")
                        : WordPieceTokenizer.read(file, options);
            case BPE -> name(file).equals("vocab.json") ? MergesFile.read(file) : pieces(format, file, "BPE");
            case UNIGRAM -> pieces(format, file, "Unigram");
            case REGEX -> RegexTokenizer.read(file, delimiter, options.lowercase());
        };
    }

    private static Tokenizer pieces(TokenizerFormat format, Path file, String type) {
        return format == TokenizerFormat.SENTENCEPIECE
                ? SentencePieceFile.read(file, type)
                : TokenizerJsonReader.read(file, type);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
