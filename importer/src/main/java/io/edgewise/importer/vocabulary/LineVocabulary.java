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
        return Needed.isByAll(tokenizer, id, options.continuation())
                || MEANING.matcher(tokenizer.piece(id)).matches();
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
