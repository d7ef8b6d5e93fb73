// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;
import java.util.Optional;

/// Unigram: of all ways to spell a word with known pieces, the one with the highest sum of scores.
///
/// A character that no piece of one character spells costs ten less than the worst piece; what is unknown side
/// by side becomes one unknown piece, or its bytes if the vocabulary has them all (`<0x0A>`).
///
/// Control pieces (`</s>`) are in the vocabulary but never match: a text must not be able to close a model
/// input.
///
/// Immutable. Source: Kudo, *Subword Regularization*, 2018.
final class UnigramModel implements PieceModel {

    private static final double UNKNOWN_PENALTY = 10;

    private final double[] scores;
    private final boolean singlePrecision;
    final double unknownScore;
    final boolean byteFallback;

    private final Vocabulary vocabulary;
    private final int unknownId;
    private final int[] bytes = new int[256];
    private final ControlPieces control;

    UnigramModel(Vocabulary vocabulary, Scores scores, int unknownId, boolean byteFallback, ControlPieces control) {
        this.vocabulary = vocabulary;
        this.scores = scores.values;
        this.singlePrecision = scores.singlePrecision;
        this.unknownId = unknownId;
        this.control = control;
        this.unknownScore = Arrays.stream(scores.values).min().orElse(0) - UNKNOWN_PENALTY;
        Arrays.setAll(bytes, value -> vocabulary.id("<0x%02X>".formatted(value)));
        this.byteFallback = byteFallback && Arrays.stream(bytes).allMatch(id -> id >= 0);
    }

    /// The score of each piece, and how they are added. SentencePiece adds 32-bit numbers from the start of the
    /// text on, Hugging Face 64-bit ones from the start of each word on, and it is the rounding that decides
    /// between spellings of the same score (`55` and `5`, or `5` and `55`).
    static final class Scores {
        private final double[] values;
        private final boolean singlePrecision;

        /// Takes over `values`.
        Scores(double[] values, boolean singlePrecision) {
            this.values = values;
            this.singlePrecision = singlePrecision;
        }
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int unknownId() {
        return unknownId;
    }

    @Override
    public Optional<PieceBytes> bytes() {
        return Optional.of(new PieceSpelling(vocabulary, control, false));
    }

    @Override
    public Speller speller(AlignedText text, PieceList pieces) {
        return new UnigramSpelling(this, text, pieces);
    }

    boolean isControl(int id) {
        return control.contains(id);
    }

    double score(int id) {
        return scores[id];
    }

    /// The score that a word starts from, when the words before it have `before`.
    double start(double before) {
        return singlePrecision ? before : 0;
    }

    /// `score` and that of one more piece.
    double sum(double score, double further) {
        double sum = score + further;
        return singlePrecision ? (float) sum : sum;
    }

    int ofByte(int value) {
        return bytes[value];
    }
}
