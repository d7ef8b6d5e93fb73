// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// Numbers of which the smallest comes out first: a binary heap without objects. Confined to its owner.
final class LongHeap {

    private long[] values = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void push(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        int at = size++;
        while (at > 0 && values[(at - 1) / 2] > value) {
            values[at] = values[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        values[at] = value;
    }

    /// Takes out the smallest; there must be one.
    long pop() {
        long smallest = values[0];
        long last = values[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && values[child + 1] < values[child]) {
                child++;
            }
            if (last <= values[child]) {
                break;
            }
            values[at] = values[child];
            at = child;
        }
        values[at] = last;
        return smallest;
    }
}
