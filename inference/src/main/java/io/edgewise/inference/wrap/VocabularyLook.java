// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.tokenizer.TokenizerKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;

/// What can be seen of a vocabulary with a piece in each line, which does not say how a text is to be prepared
/// for it. Immutable.
///
/// @param numbered whether the lines are pieces and their ids
/// @param pieces all but those in brackets, which stand for something
/// @param cased pieces with letters that have two cases
/// @param capital pieces with capital letters
/// @param accented pieces that lose something when characters are decomposed and their marks dropped: accents,
/// vowel signs of Hindi, syllables of Korean
record VocabularyLook(boolean numbered, long pieces, long cased, long capital, long accented) {
    private static final Pattern PIECE_AND_ID = Pattern.compile(".+ \\d{1,7}");
    private static final Pattern ID = Pattern.compile(" \\d{1,7}$");
    private static final Pattern SPECIAL_PIECE = Pattern.compile("<.*>|\\[.*]");
    private static final Pattern MARK = Pattern.compile("\\p{Mn}");
    private static final int LOOKED_AT = 100;

    /// One in so many pieces is next to none; BERT's uncased vocabulary has two capital letters, of mathematics.
    private static final long FEW_IN = 100;

    /// A vocabulary that was made of texts without accents has none; BERT's uncased one has none in 30,522.
    private static final long HARDLY_ANY_IN = 1_000;

    static VocabularyLook of(Content vocabulary) throws IOException {
        List<String> lines;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(vocabulary.open(), UTF_8))) {
            lines = reader.lines().toList();
        }
        boolean numbered = !lines.isEmpty()
                && lines.stream()
                        .limit(LOOKED_AT)
                        .allMatch(line -> PIECE_AND_ID.matcher(line).matches());
        List<String> pieces = lines.stream()
                .map(line -> numbered ? ID.matcher(line).replaceFirst("") : line)
                .filter(piece -> !SPECIAL_PIECE.matcher(piece).matches())
                .toList();
        return new VocabularyLook(
                numbered,
                pieces.size(),
                pieces.stream()
                        .filter(piece -> piece.codePoints().anyMatch(VocabularyLook::isCased))
                        .count(),
                pieces.stream()
                        .filter(piece -> piece.codePoints().anyMatch(Character::isUpperCase))
                        .count(),
                pieces.stream().filter(VocabularyLook::isAccented).count());
    }

    private static boolean isCased(int character) {
        return Character.isUpperCase(character) || Character.toUpperCase(character) != character;
    }

    private static boolean isAccented(String piece) {
        String decomposed = Normalizer.normalize(piece, Normalizer.Form.NFD);
        return !MARK.matcher(decomposed).replaceAll("").equals(piece);
    }

    TokenizerKind kind() {
        return numbered ? TokenizerKind.REGEX : TokenizerKind.WORDPIECE;
    }

    /// Whether it was made of texts in lower case.
    boolean isLowercase() {
        return cased > 0 && capital * FEW_IN <= cased;
    }

    /// Whether it was made of texts without accents.
    boolean isPlain() {
        return accented * HARDLY_ANY_IN <= pieces;
    }
}
