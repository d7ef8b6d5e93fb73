// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.List;
import java.util.Optional;

/// A tokenizer as a `tokenizer.json` describes it: steps that change the text, steps that split it into words,
/// and a model that spells each word.
///
/// Ids, offsets and word numbers are those of Hugging Face `tokenizers` 0.21.4, but for the special pieces in a
/// text: they are text, as for [WordPieceTokenizer], which says why.
///
/// Immutable, so thread-safe; a call shares nothing with another but what [BytePairModel] remembers.
final class PipelineTokenizer implements Tokenizer {

    private final List<Normalizer> normalizers;
    private final List<PreTokenizer> preTokenizers;
    private final PieceModel model;
    private final OffsetTrim trim;
    private final SpecialPieces special;

    PipelineTokenizer(
            List<Normalizer> normalizers,
            List<PreTokenizer> preTokenizers,
            PieceModel model,
            OffsetTrim trim,
            SpecialPieces special) {
        this.normalizers = List.copyOf(normalizers);
        this.preTokenizers = List.copyOf(preTokenizers);
        this.model = model;
        this.trim = trim;
        this.special = special;
    }

    @Override
    public Encoding encode(String text) {
        AlignedText aligned = AlignedText.of(text);
        for (Normalizer normalizer : normalizers) {
            aligned = normalizer.normalize(aligned);
        }
        Splits splits = Splits.whole(aligned);
        for (PreTokenizer preTokenizer : preTokenizers) {
            splits = preTokenizer.split(splits);
        }
        var pieces = new PieceList(text.length());
        PieceModel.Speller speller = model.speller(splits.text, pieces);
        for (int word = 0; word < splits.size(); word++) {
            speller.spell(splits.from(word), splits.to(word), word);
        }
        trim.trim(text, model.vocabulary(), pieces);
        return pieces.toEncoding(special);
    }

    @Override
    public int vocabularySize() {
        return model.vocabulary().size();
    }

    @Override
    public SpecialPieces special() {
        return special;
    }

    @Override
    public int unknownId() {
        return model.unknownId();
    }

    @Override
    public String piece(int id) {
        return model.vocabulary().piece(id);
    }

    @Override
    public Optional<PieceBytes> bytes() {
        return model.bytes();
    }
}
