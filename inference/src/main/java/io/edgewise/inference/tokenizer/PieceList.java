// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// The pieces found so far. Confined to one call of [Tokenizer#encode].
final class PieceList {

    /// Units of text for a piece, a little fewer than in English, so that most texts need no second array.
    private static final int UNITS_PER_PIECE = 3;

    private static final int MAX_FIRST_CAPACITY = 1_024;

    private int[] ids;
    private int[] starts;
    private int[] ends;
    private int[] words;
    private int size;

    PieceList(int textLength) {
        int capacity = Math.min(textLength / UNITS_PER_PIECE + 1, MAX_FIRST_CAPACITY);
        ids = new int[capacity];
        starts = new int[capacity];
        ends = new int[capacity];
        words = new int[capacity];
    }

    int size() {
        return size;
    }

    int id(int i) {
        return ids[i];
    }

    int start(int i) {
        return starts[i];
    }

    int end(int i) {
        return ends[i];
    }

    /// Gives piece `i` another place.
    void place(int i, int start, int end) {
        starts[i] = start;
        ends[i] = end;
    }

    void add(int id, int start, int end, int word) {
        if (size == ids.length) {
            grow();
        }
        ids[size] = id;
        starts[size] = start;
        ends[size] = end;
        words[size++] = word;
    }

    /// Takes back the pieces from `newSize` on.
    void truncate(int newSize) {
        size = newSize;
    }

    /// Gives the arrays away; the list must not be used after it.
    Encoding toEncoding(SpecialPieces special) {
        return new Encoding(size, ids, starts, ends, words, special);
    }

    private void grow() {
        int capacity = size * 2;
        ids = Arrays.copyOf(ids, capacity);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        words = Arrays.copyOf(words, capacity);
    }
}
