// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Objects;

/// The pieces of one text in their order, each with its id, its place in the text and the word it belongs to.
///
/// Places are UTF-16 indices into the text as it was received: `text.substring(start(i), end(i))` is what piece
/// `i` was made from. Starts and ends never fall from one piece to the next.
///
/// Every method with an index throws [IndexOutOfBoundsException] outside of 0 to [#size] - 1. Immutable.
public final class Encoding {

    private final int size;
    private final int[] ids;
    private final int[] starts;
    private final int[] ends;
    private final int[] words;
    private final SpecialPieces special;

    /// Takes over the arrays, of which the first `size` elements count.
    Encoding(int size, int[] ids, int[] starts, int[] ends, int[] words, SpecialPieces special) {
        this.size = size;
        this.ids = ids;
        this.starts = starts;
        this.ends = ends;
        this.words = words;
        this.special = special;
    }

    /// The pieces that a tokenizer of somebody else's has cut, in their order; the arrays are copied.
    ///
    /// @param ids of the pieces, each at least 0
    /// @param starts where in the text each starts, in UTF-16 units
    /// @param ends where in the text each ends (exclusive)
    /// @param words the number of the word that each belongs to
    /// @throws IllegalArgumentException when the arrays are not of one length, or starts, ends or words fall
    public static Encoding of(int[] ids, int[] starts, int[] ends, int[] words, SpecialPieces special) {
        if (starts.length != ids.length || ends.length != ids.length || words.length != ids.length) {
            throw new IllegalArgumentException(ids.length + " ids, " + starts.length + " starts, " + ends.length
                    + " ends and " + words.length + " words: there must be one of each for each piece");
        }
        for (int i = 0; i < ids.length; i++) {
            boolean falls = i > 0 && (starts[i] < starts[i - 1] || ends[i] < ends[i - 1] || words[i] < words[i - 1]);
            if (ids[i] < 0 || starts[i] < 0 || words[i] < 0 || ends[i] < starts[i] || falls) {
                throw new IllegalArgumentException("piece " + i + " has id " + ids[i] + ", place " + starts[i] + " to "
                        + ends[i] + " and word " + words[i] + ": none may be below 0 or fall behind the piece before");
            }
        }
        return new Encoding(ids.length, ids.clone(), starts.clone(), ends.clone(), words.clone(), special);
    }

    /// What stands around the pieces, or around any run of them, in a model's input.
    public SpecialPieces special() {
        return special;
    }

    /// The number of pieces.
    public int size() {
        return size;
    }

    /// The id of piece `i`.
    public int id(int i) {
        return ids[Objects.checkIndex(i, size)];
    }

    /// Where in the text piece `i` starts, in UTF-16 units.
    public int start(int i) {
        return starts[Objects.checkIndex(i, size)];
    }

    /// Where in the text piece `i` ends (exclusive), in UTF-16 units.
    public int end(int i) {
        return ends[Objects.checkIndex(i, size)];
    }

    /// The number of the word that piece `i` belongs to, from 0: what stands between white space, with each
    /// punctuation character and each ideograph a word of its own.
    public int word(int i) {
        return words[Objects.checkIndex(i, size)];
    }

    /// Whether piece `i` is the first one of its word, the one whose label counts.
    public boolean startsWord(int i) {
        int word = word(i);
        return i == 0 || word != words[i - 1];
    }

    /// Copies the ids of the pieces `from` (inclusive) to `to` (exclusive) into `target` from index `at` on.
    ///
    /// @throws IndexOutOfBoundsException if there are no such pieces or `target` is too short
    public void copyIds(int from, int to, int[] target, int at) {
        Objects.checkFromToIndex(from, to, size);
        System.arraycopy(ids, from, target, at, to - from);
    }
}
