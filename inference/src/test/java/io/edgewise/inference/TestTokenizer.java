// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.inference.tokenizer.WordPieceTokenizer;
import io.edgewise.testkit.bundle.TinyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A tokenizer over the 120 pieces of the tiny models. It spells every word of ASCII letters; `the`, `pump` and
/// single letters are one piece.
public final class TestTokenizer {
    private static final class Read {
        static final Tokenizer TINY = read();
    }

    private TestTokenizer() {}

    public static Tokenizer tiny() {
        return Read.TINY;
    }

    public static Encoding encode(String text) {
        return tiny().encode(text);
    }

    /// An encoding of as many pieces, each a word of one letter.
    public static Encoding words(int count) {
        return encode("a ".repeat(count));
    }

    private static Tokenizer read() {
        try {
            Path folder = Files.createTempDirectory("tiny");
            Path file = TinyFile.VOCABULARY.writeTo(folder);
            Tokenizer tokenizer = WordPieceTokenizer.read(file, WordPieceOptions.uncased());
            Files.delete(file);
            Files.delete(folder);
            return tokenizer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
