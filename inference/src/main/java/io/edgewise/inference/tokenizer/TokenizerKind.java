// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.file.Path;
import java.util.Locale;

/// The algorithms that cut a text into pieces, and the files that each is read from.
public enum TokenizerKind {
    /// BERT's: `vocab.txt`.
    WORDPIECE,
    /// Byte pair encoding of GPT-2, RoBERTa, Llama 3, Qwen: `tokenizer.json`, or `vocab.json` with a `merges.txt`
    /// beside it.
    BPE,
    /// XLM-R's, T5's: `tokenizer.json`, or a SentencePiece `.model`.
    UNIGRAM,
    /// TensorFlow Lite's: a vocabulary with ids.
    REGEX;

    /// Reads a tokenizer of this kind.
    ///
    /// @param options for [#WORDPIECE]; of [#REGEX] whether words are lower-cased
    /// @param delimiter for [#REGEX] alone
    /// @throws TokenizerException if a file is missing, damaged, or asks for what is not known here
    public Tokenizer read(Path file, WordPieceOptions options, String delimiter) {
        return switch (this) {
            case WORDPIECE -> WordPieceTokenizer.read(file, options);
            case BPE -> name(file).equals("vocab.json") ? MergesFile.read(file) : TokenizerJsonReader.read(file, "BPE");
            case UNIGRAM ->
                name(file).endsWith(".model")
                        ? SentencePieceFile.read(file)
                        : TokenizerJsonReader.read(file, "Unigram");
            case REGEX -> RegexTokenizer.read(file, delimiter, options.lowercase());
        };
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
