// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;
import java.util.Objects;

/// The pieces by id, and the ids by piece without making a string.
///
/// All pieces lie one after the other in one array; `starts` says where each begins. The table that finds a piece has
/// open addressing and linear probing and is at most half full. One slot:
///
/// ```
///  31                  20 19                                   0
/// +----------------------+--------------------------------------+
/// | 12 bits of the hash  | id + 1; the whole slot is 0 if free  |
/// +----------------------+--------------------------------------+
/// ```
///
/// The bits of the hash spare nearly every comparison with a piece that is not meant. The 30,522 pieces of BERT take
/// 0.8 MB in all.
///
/// Immutable once [VocabularyFile] has entered the pieces.
final class Vocabulary {

    /// The most pieces there can be: an id and one more must fit into 20 bits.
    static final int MAX_PIECES = 1_000_000;

    /// What [#longest] returns when no piece fits.
    static final long NONE = -1;

    private static final int ID_BITS = 20;
    private static final int ID_MASK = (1 << ID_BITS) - 1;
    private static final int HASH_STEP = 0x01000193; // FNV-1a, 32 bit
    private static final int HASH_SPREAD = 0x9E3779B1; // 2^32 / golden ratio, odd

    private final char[] units;
    private final int[] starts;
    private final int[] slots;
    private final int shift;
    private final char[] continuation;
    private final int continuationHash;
    private int longestFirst;
    private int longestNext;

    /// A vocabulary over the pieces in `units`, of which piece `i` is `starts[i]` to `starts[i + 1]`, before the
    /// first one is entered. Takes over the arrays.
    Vocabulary(char[] units, int[] starts, String continuation) {
        this.units = units;
        this.starts = starts;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(starts.length * 2);
        this.slots = new int[1 << bits];
        this.shift = Integer.SIZE - bits;
        this.continuation = continuation.toCharArray();
        this.continuationHash = hash(this.continuation, 0, this.continuation.length);
    }

    int size() {
        return starts.length - 1;
    }

    /// The units of the longest piece.
    int longestPiece() {
        return longestFirst;
    }

    String piece(int id) {
        Objects.checkIndex(id, size());
        return new String(units, starts[id], length(id));
    }

    /// How many times `unit` stands at the start of a piece.
    int leading(int id, char unit) {
        int at = starts[id];
        while (at < starts[id + 1] && units[at] == unit) {
            at++;
        }
        return at - starts[id];
    }

    /// How many times `unit` stands at the end of a piece.
    int trailing(int id, char unit) {
        int at = starts[id + 1];
        while (at > starts[id] && units[at - 1] == unit) {
            at--;
        }
        return starts[id + 1] - at;
    }

    /// The id of `piece`, or -1.
    int id(String piece) {
        char[] wanted = piece.toCharArray();
        return find(hash(wanted, 0, wanted.length), wanted, 0, wanted.length, 0);
    }

    /// The id of the piece that is `length` units of `wanted` from `from` on, or -1.
    int id(char[] wanted, int from, int length) {
        return find(hash(wanted, from, length), wanted, from, length, 0);
    }

    /// The same, with the hash of these units known from [#hash].
    int id(char[] wanted, int from, int length, int hash) {
        return find(hash, wanted, from, length, 0);
    }

    /// Writes the hash of each start of the units `from` to `to`, as far as a piece can reach, and says how far.
    int hash(char[] units, int from, int to, int[] hashes) {
        int most = Math.min(to - from, longestFirst);
        int hash = 0;
        for (int i = 0; i < most; i++) {
            hash = (hash ^ units[from + i]) * HASH_STEP;
            hashes[i] = hash;
        }
        return most;
    }

    /// The id of the piece that is this character alone, or -1.
    int id(int character) {
        if (character < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            return id(new char[] {(char) character}, 0, 1);
        }
        return id(Character.toChars(character), 0, 2);
    }

    /// Makes piece `id` findable and returns -1, or else the id of an equal piece entered before.
    int enter(int id) {
        int from = starts[id];
        int length = length(id);
        int hash = hash(units, from, length);
        int equal = find(hash, units, from, length, 0);
        if (equal >= 0) {
            return equal;
        }
        int spread = spread(hash);
        int slot = spread >>> shift;
        while (slots[slot] != 0) {
            slot = next(slot);
        }
        slots[slot] = (spread << ID_BITS) | (id + 1);
        longestFirst = Math.max(longestFirst, length);
        if (continues(id)) {
            longestNext = Math.max(longestNext, length - continuation.length);
        }
        return -1;
    }

    /// The longest piece that `word` goes on with at `from`: its length in the upper half of the result and its id in
    /// the lower, or [#NONE]. `hashes` is scratch space as long as `word`.
    long longest(char[] word, int from, int to, int[] hashes) {
        int prefix = from == 0 ? 0 : continuation.length;
        int most = Math.min(to - from, from == 0 ? longestFirst : longestNext);
        int hash = from == 0 ? 0 : continuationHash;
        for (int i = 0; i < most; i++) {
            hash = (hash ^ word[from + i]) * HASH_STEP;
            hashes[i] = hash;
        }
        for (int length = most; length > 0; length--) {
            int id = find(hashes[length - 1], word, from, length, prefix);
            if (id >= 0) {
                return ((long) length << Integer.SIZE) | id;
            }
        }
        return NONE;
    }

    /// The piece with this hash that is `prefix` units of the continuation and `length` units of `word`, or -1.
    private int find(int hash, char[] word, int from, int length, int prefix) {
        int spread = spread(hash);
        int mark = (spread << ID_BITS) >>> ID_BITS;
        int slot = spread >>> shift;
        for (int entry = slots[slot]; entry != 0; entry = slots[slot]) {
            int id = (entry & ID_MASK) - 1;
            if (entry >>> ID_BITS == mark && length(id) == prefix + length && equals(id, word, from, prefix)) {
                return id;
            }
            slot = next(slot);
        }
        return -1;
    }

    private boolean equals(int id, char[] word, int from, int prefix) {
        int start = starts[id];
        int end = starts[id + 1];
        if (prefix > 0 && !continues(id)) {
            return false;
        }
        for (int at = start + prefix, i = from; at < end; at++, i++) {
            if (units[at] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean continues(int id) {
        int start = starts[id];
        int end = start + continuation.length;
        return end <= starts[id + 1] && Arrays.equals(units, start, end, continuation, 0, continuation.length);
    }

    private int length(int id) {
        return starts[id + 1] - starts[id];
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    private static int hash(char[] units, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ units[i]) * HASH_STEP;
        }
        return hash;
    }

    /// Mixes the upper bits into the lower ones, which alone would depend on few units of the piece.
    private static int spread(int hash) {
        return (hash ^ (hash >>> 15)) * HASH_SPREAD;
    }
}
