// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.util.Arrays;

/// Numbers by number, in twelve bytes an entry where boxes would take eighty. Open addressing with linear probing, at
/// most half full. Confined to whoever builds it, then read by any thread.
final class LongIntMap {
    /// What is not there.
    static final int NONE = -1;

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[16];
    private int[] values = new int[16];
    private int size;

    LongIntMap() {
        Arrays.fill(values, NONE);
    }

    /// @return [#NONE] when it is not there
    int get(long key) {
        return values[place(key)];
    }

    /// @param value at least 0
    void put(long key, int value) {
        int place = place(key);
        if (values[place] == NONE && 2 * ++size > keys.length) {
            grow();
            place = place(key);
        }
        keys[place] = key;
        values[place] = value;
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int place = (int) ((key * SPREAD) >>> 32) & mask;
        while (values[place] != NONE && keys[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        Arrays.fill(values, NONE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != NONE) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }
}
