// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.RegexTokenizer;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A tokenizer that knows `pump` (2), and puts nothing around a text.
final class NoMarks {
    private NoMarks() {}

    static Encoding encode(String text) {
        try {
            Path file = Files.createTempFile("vocab", ".txt");
            Files.writeString(file, "<PAD> 0\n<UNKNOWN> 1\npump 2\n");
            Tokenizer tokenizer = RegexTokenizer.read(file, "[^\\w]+", true);
            Files.delete(file);
            return tokenizer.encode(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
