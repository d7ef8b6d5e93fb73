// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// The merges of a file in their order, as text: left and right part of each, one after the other. They become a
/// [MergeTable] once the vocabulary is known, which may stand behind them. Confined to one reader.
final class MergeList {

    /// More than any vocabulary of [Vocabulary#MAX_PIECES] needs.
    static final int MAX_MERGES = 2 * Vocabulary.MAX_PIECES;

    private final String where;
    private char[] units = new char[1 << 14];
    private int length;
    private int[] ends = new int[1 << 12];
    private int size;

    /// `where` begins every sentence about what is wrong.
    MergeList(String where) {
        this.where = where;
    }

    int size() {
        return size / 2;
    }

    /// Adds a merge written as two pieces with a blank between them.
    void add(String merge) {
        int blank = merge.indexOf(' ');
        if (blank < 0 || merge.indexOf(' ', blank + 1) >= 0) {
            throw wrong("is \"%s\"; a merge is two pieces with a blank between them"
                    .formatted(VocabularyBuilder.shown(merge)));
        }
        add(merge.substring(0, blank), merge.substring(blank + 1));
    }

    void add(String left, String right) {
        if (left.isEmpty() || right.isEmpty() || left.length() + right.length() > VocabularyFile.MAX_LINE) {
            throw wrong("joins parts of %d and %d characters; both must have some, and %d at most together"
                    .formatted(left.length(), right.length(), VocabularyFile.MAX_LINE));
        }
        if (size == 2 * MAX_MERGES) {
            throw new TokenizerException("%s has more than %d merges".formatted(where, MAX_MERGES));
        }
        append(left);
        append(right);
    }

    private void append(String part) {
        if (length + part.length() > units.length) {
            units = Arrays.copyOf(units, units.length * 2);
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        part.getChars(0, part.length(), units, length);
        length += part.length();
        ends[size++] = length;
    }

    /// The table of the merges, without those that lead to a control piece: a text must not spell one.
    ///
    /// @throws TokenizerException if one has a part or result that is no piece, or is there twice
    MergeTable table(Vocabulary vocabulary, ControlPieces control) {
        var table = new MergeTable();
        int from = 0;
        for (int i = 0; i < size; i += 2) {
            int left = piece(vocabulary, from, ends[i], i / 2);
            int right = piece(vocabulary, ends[i], ends[i + 1], i / 2);
            int merged = piece(vocabulary, from, ends[i + 1], i / 2);
            if (!control.contains(merged) && !table.add(i / 2, left, right, merged)) {
                throw wrong(
                        i / 2,
                        "joins \"%s\" and \"%s\" a second time"
                                .formatted(vocabulary.piece(left), vocabulary.piece(right)));
            }
            from = ends[i + 1];
        }
        return table;
    }

    private int piece(Vocabulary vocabulary, int from, int to, int merge) {
        int id = vocabulary.id(units, from, to - from);
        if (id < 0) {
            String piece = VocabularyBuilder.shown(new String(units, from, to - from));
            throw wrong(merge, "needs the piece \"%s\", which the vocabulary does not have".formatted(piece));
        }
        return id;
    }

    private TokenizerException wrong(String what) {
        return wrong(size(), what);
    }

    private TokenizerException wrong(int merge, String what) {
        return new TokenizerException("%s merge %d %s".formatted(where, merge + 1, what));
    }
}
