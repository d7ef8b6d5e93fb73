// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.vocabulary;

import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A `vocab.txt` of WordPiece: a piece in each line, whose number is its id.
record LineVocabulary(WordPieceOptions options, Tokenizer tokenizer) implements CuttableVocabulary {
    private static final Pattern MEANING = Pattern.compile("\\[(PAD|UNK|CLS|SEP|MASK)]");

    @Override
    public boolean isNeeded(int id) {
        String piece = tokenizer.piece(id);
        return id == tokenizer.unknownId()
                || id == tokenizer.special().classify()
                || id == tokenizer.special().separate()
                || MEANING.matcher(piece).matches()
                || isLetter(piece, options.continuation());
    }

    /// Whether it is one character, in or at the beginning of a word.
    static boolean isLetter(String piece, String continuation) {
        String letters = !continuation.isEmpty() && piece.startsWith(continuation)
                ? piece.substring(continuation.length())
                : piece;
        return letters.codePointCount(0, letters.length()) == 1;
    }

    @Override
    public Set<Integer> parts(int id) {
        return Set.of(id);
    }

    @Override
    public String with(List<Integer> kept) {
        return kept.stream().map(tokenizer::piece).collect(Collectors.joining("\n", "", "\n"));
    }
}
