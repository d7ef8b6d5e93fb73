// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// Which two pieces become one, and which merge comes first.
///
/// Open addressing with linear probing, at most half full: the pair as key; rank in the upper and the new piece in
/// the lower half of the value. Immutable once it is filled.
final class MergeTable {

    /// What [#find] returns for a pair that is not merged.
    static final long NONE = -1;

    private static final long FREE = -1;
    private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio

    private long[] keys = free(1 << 10);
    private long[] values = new long[keys.length];
    private int size;

    /// The number of merges.
    int size() {
        return size;
    }

    /// Adds a merge; false if the pair has one. Of two pairs in a word the one of the lower rank merges first.
    boolean add(int rank, int left, int right, int merged) {
        if (2 * size >= keys.length) {
            grow();
        }
        long key = key(left, right);
        int slot = slot(key);
        if (keys[slot] == key) {
            return false;
        }
        keys[slot] = key;
        values[slot] = ((long) rank << Integer.SIZE) | merged;
        size++;
        return true;
    }

    /// Rank and piece of the pair, or [#NONE].
    long find(int left, int right) {
        long key = key(left, right);
        int slot = slot(key);
        return keys[slot] == key ? values[slot] : NONE;
    }

    /// Where the key is or would be.
    private int slot(long key) {
        int slot = (int) ((key * SPREAD) >>> (Long.SIZE - Integer.numberOfTrailingZeros(keys.length)));
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = free(oldKeys.length * 2);
        values = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private static long key(int left, int right) {
        return ((long) left << Integer.SIZE) | right;
    }

    private static long[] free(int length) {
        long[] keys = new long[length];
        Arrays.fill(keys, FREE);
        return keys;
    }
}
