// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The vocabulary of a GGUF file. Immutable.
///
/// @param texts of the pieces, by id
/// @param types of the pieces as SentencePiece numbers them
record GgufPieces(List<String> texts, List<Integer> types) {
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int USER_DEFINED = 4;
    private static final int BYTE = 6;

    /// @throws CheckpointException when the file has no vocabulary, or types for another number of pieces
    static GgufPieces of(GgufFile file) {
        List<String> texts = file.texts("tokenizer.ggml.tokens")
                .orElseThrow(() -> new CheckpointException(file.path(), "has no tokenizer.ggml.tokens"));
        List<Integer> types = file.numbers("tokenizer.ggml.token_type")
                .map(numbers -> Arrays.stream(numbers).mapToObj(n -> (int) n).toList())
                .orElseGet(() -> Collections.nCopies(texts.size(), NORMAL));
        if (types.size() != texts.size()) {
            throw new CheckpointException(
                    file.path(), "is damaged: it has " + texts.size() + " pieces and types of " + types.size());
        }
        return new GgufPieces(texts, types);
    }

    /// The member `added_tokens`: what no text is cut into.
    ///
    /// @param also ids of pieces that stand around a text, whatever their type
    List<Map<String, Object>> added(List<Integer> also) {
        return IntStream.range(0, texts.size())
                .filter(id -> (types.get(id) != NORMAL && types.get(id) != BYTE) || also.contains(id))
                .mapToObj(id -> {
                    Map<String, Object> token = new LinkedHashMap<>();
                    token.put("id", id);
                    token.put("content", texts.get(id));
                    token.put("single_word", false);
                    token.put("lstrip", false);
                    token.put("rstrip", false);
                    token.put("normalized", false);
                    token.put("special", types.get(id) != USER_DEFINED || also.contains(id));
                    return token;
                })
                .toList();
    }

    /// The ids by text.
    ///
    /// @throws CheckpointException when two pieces are the same
    Map<String, Integer> vocabulary(GgufFile file) {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (int id = 0; id < texts.size(); id++) {
            Integer other = vocabulary.put(texts.get(id), id);
            if (other != null) {
                throw new CheckpointException(
                        file.path(), "is damaged: pieces " + other + " and " + id + " are the same, " + texts.get(id));
            }
        }
        return vocabulary;
    }

    /// The text of the unknown piece, or an empty one.
    String unknown() {
        return IntStream.range(0, types.size())
                .filter(id -> types.get(id) == UNKNOWN)
                .mapToObj(texts::get)
                .findFirst()
                .orElse("");
    }

    /// The merges that the pieces of a SentencePiece model stand for: a piece with a higher score comes first,
    /// of one piece's the one with the longer left part.
    List<List<String>> merges(double[] scores) {
        Map<String, Integer> normal = new HashMap<>();
        IntStream.range(0, types.size())
                .filter(id -> types.get(id) == NORMAL)
                .forEach(id -> normal.put(texts.get(id), id));
        List<List<String>> merges = new ArrayList<>();
        normal.values().stream()
                .sorted(Comparator.comparingDouble((Integer id) -> -scores[id]).thenComparing(id -> id))
                .map(texts::get)
                .forEach(piece -> {
                    for (int at = piece.length() - 1; at > 0; at--) {
                        String left = piece.substring(0, at);
                        String right = piece.substring(at);
                        if (normal.containsKey(left) && normal.containsKey(right)) {
                            merges.add(List.of(left, right));
                        }
                    }
                });
        return merges;
    }
}
