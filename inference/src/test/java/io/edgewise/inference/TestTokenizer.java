// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.testkit.bundle.TinyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The tokenizers of the tiny bundles. The first is over the 120 pieces of the tiny models. It spells every word of
/// ASCII letters; `the`, `pump` and
/// single letters are one piece.
public final class TestTokenizer {
    private static final class Read {
        static final Tokenizer TINY = read(TokenizerKind.WORDPIECE, TinyFile.VOCABULARY);
        static final Tokenizer BYTE_PAIRS = read(TokenizerKind.BPE, TinyFile.BPE);
        static final Tokenizer UNIGRAM = read(TokenizerKind.UNIGRAM, TinyFile.UNIGRAM);
    }

    private TestTokenizer() {}

    public static Tokenizer tiny() {
        return Read.TINY;
    }

    /// Words begin with the blank before them, and a second blank is a word.
    public static Tokenizer bytePairs() {
        return Read.BYTE_PAIRS;
    }

    /// Words are what stands between blanks, with the blank before it.
    public static Tokenizer unigram() {
        return Read.UNIGRAM;
    }

    public static Encoding encode(String text) {
        return tiny().encode(text);
    }

    /// An encoding of as many pieces, each a word of one letter.
    public static Encoding words(int count) {
        return encode("a ".repeat(count));
    }

    private static Tokenizer read(TokenizerKind kind, TinyFile content) {
        try {
            Path folder = Files.createTempDirectory("tiny");
            Path file = content.writeTo(folder);
            Tokenizer tokenizer = kind.read(file, WordPieceOptions.uncased(), "");
            Files.delete(file);
            Files.delete(folder);
            return tokenizer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
