// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// The merges that the pieces of a SentencePiece BPE model stand for, whose file has no list of them: two pieces
/// merge if together they are one, the piece with the higher score first, and of equal ones the first in the text.
final class ScoredMerges {

    private ScoredMerges() {}

    static MergeTable table(Vocabulary vocabulary, double[] scores, ControlPieces control) {
        var table = new MergeTable();
        int rank = -1;
        double last = Double.NaN;
        for (int id : byScore(vocabulary.size(), scores)) {
            rank += scores[id] == last ? 0 : 1;
            last = scores[id];
            if (!control.contains(id)) {
                char[] piece = vocabulary.piece(id).toCharArray();
                for (int at = 1; at < piece.length; at++) {
                    add(table, vocabulary, piece, at, rank, id);
                }
            }
        }
        return table;
    }

    private static void add(MergeTable table, Vocabulary vocabulary, char[] piece, int at, int rank, int merged) {
        int left = vocabulary.id(piece, 0, at);
        int right = left < 0 ? -1 : vocabulary.id(piece, at, piece.length - at);
        if (right >= 0 && !table.add(rank, left, right, merged)) {
            throw new IllegalStateException("two different pieces are the same two in a row");
        }
    }

    private static int[] byScore(int size, double[] scores) {
        Integer[] ids = new Integer[size];
        Arrays.setAll(ids, id -> id);
        Arrays.sort(ids, (a, b) -> Double.compare(scores[b], scores[a]));
        return Arrays.stream(ids).mapToInt(Integer::intValue).toArray();
    }
}
