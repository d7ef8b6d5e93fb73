// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// Spells the words of one text by [BytePairModel].
///
/// The symbols of a word stand in arrays. A word of few symbols is merged in place, with a look at every pair in each
/// round. A long one, which a text can have of any length, is merged through a heap over a linked list, so that its
/// time grows little faster than its length.
///
/// Confined to one call of [Tokenizer#encode].
final class BytePairSpelling implements PieceModel.Speller {

    /// Longer words go through the heap.
    private static final int SHORT = 48;

    private final BytePairModel model;
    private final AlignedText text;
    private final PieceList pieces;
    private final LongHeap heap = new LongHeap();

    /// The word as it stands in the vocabulary.
    private char[] units = new char[64];

    /// The pieces of the word so far, the character that each one's first symbol belongs to, and the one after its
    /// last.
    private int[] ids = new int[64];
    private int[] firsts = new int[64];
    private int[] ends = new int[64];
    private int size;
    private final long[] pairs = new long[SHORT];
    private int[] next = {};
    private int[] previous = {};

    BytePairSpelling(BytePairModel model, AlignedText text, PieceList pieces) {
        this.model = model;
        this.text = text;
        this.pieces = pieces;
    }

    @Override
    public void spell(int from, int to, int word) {
        int piece = wholePiece(from, to);
        if (piece >= 0 && model.isKnownWhole(piece)) {
            pieces.add(piece, text.start(from), text.end(to - 1), word);
            return;
        }
        symbols(from, to);
        if (size <= SHORT) {
            mergeInPlace();
        } else {
            mergeByHeap();
        }
        if (piece >= 0 && !model.isKnownInParts(piece)) {
            model.remember(piece, size == 1 && ids[0] == piece);
        }
        for (int i = 0; i < size; i++) {
            pieces.add(ids[i], text.start(firsts[i]), text.end(ends[i] - 1), word);
        }
    }

    /// The piece that is all of the word, or -1.
    private int wholePiece(int from, int to) {
        int most = model.vocabulary().longestPiece();
        int length = 0;
        for (int at = from; at < to; at++) {
            if (length > most) {
                return -1;
            }
            if (length + Utf8.MAX_LENGTH > units.length) {
                units = Arrays.copyOf(units, units.length * 2);
            }
            length += model.options.byteLevel()
                    ? bytes(at, length)
                    : Character.toChars(text.character(at), units, length);
        }
        int id = model.vocabulary().id(units, 0, length);
        return id >= 0 && model.isControl(id) ? -1 : id;
    }

    private int bytes(int at, int length) {
        int character = text.character(at);
        int count = Utf8.length(character);
        for (int i = 0; i < count; i++) {
            units[length + i] = ByteAlphabet.character(Utf8.byteAt(character, count, i));
        }
        return count;
    }

    private void symbols(int from, int to) {
        size = 0;
        for (int at = from; at < to; at++) {
            int character = text.character(at);
            int id = model.options.byteLevel()
                    ? BytePairModel.MISSING
                    : model.vocabulary().id(character);
            if (id >= 0) {
                symbol(id, at);
            } else if (model.spellsBytes) {
                byteSymbols(character, at);
            } else {
                unknown(at);
            }
        }
    }

    private void byteSymbols(int character, int at) {
        int count = Utf8.length(character);
        for (int i = 0; i < count; i++) {
            int id = model.ofByte(Utf8.byteAt(character, count, i));
            if (id >= 0) {
                symbol(id, at);
            } else {
                unknown(at);
            }
        }
    }

    /// Without an unknown piece, what cannot be spelled is dropped, as by the reference.
    private void unknown(int at) {
        if (model.options.fuseUnknown() && size > 0 && ids[size - 1] == model.unknownId()) {
            ends[size - 1] = at + 1;
        } else if (model.unknownId() >= 0) {
            symbol(model.unknownId(), at);
        }
    }

    private void symbol(int id, int at) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            firsts = Arrays.copyOf(firsts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
        }
        ids[size] = id;
        firsts[size] = at;
        ends[size++] = at + 1;
    }

    private void mergeInPlace() {
        for (int i = 0; i + 1 < size; i++) {
            pairs[i] = pair(i, i + 1);
        }
        while (size > 1) {
            int best = 0;
            for (int i = 1; i + 1 < size; i++) {
                best = pairs[i] < pairs[best] ? i : best;
            }
            if (pairs[best] == Long.MAX_VALUE) {
                return;
            }
            merge(best);
        }
    }

    private void merge(int at) {
        ids[at] = (int) pairs[at];
        ends[at] = ends[at + 1];
        int rest = --size - at - 1;
        System.arraycopy(ids, at + 2, ids, at + 1, rest);
        System.arraycopy(firsts, at + 2, firsts, at + 1, rest);
        System.arraycopy(ends, at + 2, ends, at + 1, rest);
        System.arraycopy(pairs, at + 2, pairs, at + 1, Math.max(0, rest - 1));
        if (at + 1 < size) {
            pairs[at] = pair(at, at + 1);
        }
        if (at > 0) {
            pairs[at - 1] = pair(at - 1, at);
        }
    }

    /// Rank and piece of two neighbours; more than any rank if they do not merge.
    private long pair(int left, int right) {
        long found = model.merges.find(ids[left], ids[right]);
        return found == MergeTable.NONE ? Long.MAX_VALUE : found;
    }

    private void mergeByHeap() {
        link();
        for (int i = 0; i + 1 < size; i++) {
            push(i);
        }
        while (!heap.isEmpty()) {
            long best = heap.pop();
            int left = (int) best;
            int right = ids[left] < 0 ? size : next[left];
            long pair = right == size ? Long.MAX_VALUE : pair(left, right);
            if (pair >>> Integer.SIZE == best >>> Integer.SIZE) {
                mergeLinked(left, right, (int) pair);
            }
        }
        compact();
    }

    private void link() {
        if (next.length < size) {
            next = new int[ids.length];
            previous = new int[ids.length];
        }
        for (int i = 0; i < size; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
    }

    private void mergeLinked(int left, int right, int piece) {
        ids[left] = piece;
        ends[left] = ends[right];
        ids[right] = -1;
        next[left] = next[right];
        if (next[left] < size) {
            previous[next[left]] = left;
            push(left);
        }
        if (previous[left] >= 0) {
            push(previous[left]);
        }
    }

    /// Notes the pair that starts at `left`: the lowest rank comes first, of equal ones the first in the word.
    private void push(int left) {
        long pair = pair(left, next[left]);
        if (pair != Long.MAX_VALUE) {
            heap.push(((pair >>> Integer.SIZE) << Integer.SIZE) | left);
        }
    }

    private void compact() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (ids[i] >= 0) {
                ids[kept] = ids[i];
                firsts[kept] = firsts[i];
                ends[kept++] = ends[i];
            }
        }
        size = kept;
    }
}
