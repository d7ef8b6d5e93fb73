// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Vocabularies for tests. Token 0 is for control, token 1 ends a text, tokens 2 to 257 are the bytes.
final class SmallTokens {
    static final int CONTROL = 0;
    static final int END = 1;
    static final int FIRST_BYTE = 2;

    private SmallTokens() {}

    /// The bytes and some words more, from token 258 on.
    static TokenBytes bytesAnd(String... words) {
        List<byte[]> tokens = bytes();
        for (String word : words) {
            tokens.add(word.getBytes(UTF_8));
        }
        return new TokenBytes(tokens, Set.of(END));
    }

    private static List<byte[]> bytes() {
        List<byte[]> tokens = new ArrayList<>(List.of(new byte[0], new byte[0]));
        IntStream.range(0, 256).forEach(value -> tokens.add(new byte[] {(byte) value}));
        return tokens;
    }

    /// The bytes, pieces of texts, and pieces with a byte changed.
    ///
    /// @param texts a byte in each char
    static TokenBytes piecesOf(List<String> texts, int count, Random random) {
        List<byte[]> tokens = bytes();
        for (int i = 0; i < count; i++) {
            String text = texts.get(random.nextInt(texts.size()));
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + 1 + random.nextInt(5));
            byte[] piece = text.substring(from, to).getBytes(ISO_8859_1);
            if (random.nextInt(4) == 0) {
                piece[random.nextInt(piece.length)] = (byte) "\"{}[],:a0\\é".charAt(random.nextInt(11));
            }
            tokens.add(piece);
        }
        return new TokenBytes(tokens, Set.of(END));
    }
}
