// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;
import java.util.Optional;

/// Byte pair encoding: a word starts as its bytes or characters, and of the neighbours that the table merges
/// the pair of the lowest rank becomes one piece, until none is left.
///
/// Most words are one piece. Whether a piece is what its own letters are merged to is found once and
/// remembered, so that such a word costs one look-up.
///
/// Thread-safe: all is immutable but the memory of whole pieces, whose elements are written with one value
/// whoever writes them.
///
/// Source: Sennrich et al., *Neural Machine Translation of Rare Words with Subword Units*, 2016.
final class BytePairModel implements PieceModel {

    /// No piece for a byte or character.
    static final int MISSING = -1;

    private static final byte WHOLE = 1;
    private static final byte NOT_WHOLE = 2;

    final MergeTable merges;
    final Options options;

    /// Whether a character that is no piece is spelled by those of its bytes.
    final boolean spellsBytes;

    private final Vocabulary vocabulary;
    private final int unknownId;
    private final ControlPieces control;
    private final int[] bytes;
    private final byte[] whole;

    BytePairModel(Vocabulary vocabulary, MergeTable merges, int unknownId, ControlPieces control, Options options) {
        this.vocabulary = vocabulary;
        this.merges = merges;
        this.unknownId = unknownId;
        this.control = control;
        this.options = options;
        this.whole = new byte[vocabulary.size()];
        this.bytes = options.byteLevel() ? byteLetters(vocabulary) : byteNames(vocabulary);
        boolean all = Arrays.stream(bytes).noneMatch(id -> id == MISSING);
        this.spellsBytes = options.byteLevel() || (options.byteFallback() && all);
    }

    /// How words become symbols.
    ///
    /// @param byteLevel whether the vocabulary spells bytes and not characters
    /// @param byteFallback whether a character that is no piece is spelled by pieces like `<0x0A>`
    /// @param fuseUnknown whether unknown characters side by side are one unknown piece
    /// @param ignoreMerges whether a word that is a piece is taken as it is, before any merge
    record Options(boolean byteLevel, boolean byteFallback, boolean fuseUnknown, boolean ignoreMerges) {}

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int unknownId() {
        return unknownId;
    }

    @Override
    public Speller speller(AlignedText text, PieceList pieces) {
        return new BytePairSpelling(this, text, pieces);
    }

    @Override
    public Optional<PieceBytes> bytes() {
        return Optional.of(new PieceSpelling(vocabulary, control, options.byteLevel()));
    }

    /// The piece for a byte: its letter, or its name for [Options#byteFallback]; or [#MISSING].
    int ofByte(int value) {
        return bytes[value];
    }

    boolean isControl(int id) {
        return control.contains(id);
    }

    boolean isKnownWhole(int id) {
        return options.ignoreMerges() || whole[id] == WHOLE;
    }

    boolean isKnownInParts(int id) {
        return whole[id] == NOT_WHOLE;
    }

    void remember(int id, boolean asWhole) {
        whole[id] = asWhole ? WHOLE : NOT_WHOLE;
    }

    private static int[] byteLetters(Vocabulary vocabulary) {
        int[] ids = new int[256];
        Arrays.setAll(ids, value -> vocabulary.id(Character.toString(ByteAlphabet.character(value))));
        return ids;
    }

    private static int[] byteNames(Vocabulary vocabulary) {
        int[] ids = new int[256];
        Arrays.setAll(ids, value -> vocabulary.id("<0x%02X>".formatted(value)));
        return ids;
    }
}
