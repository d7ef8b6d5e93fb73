// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// Byte strings in their order, read as an automaton: a state is the range of those that begin with what was
/// read, and how much that is. Takes little more room than the bytes themselves. Immutable.
///
/// ```
///  63             40 39             16 15            0
/// +-----------------+-----------------+---------------+
/// | first of range  | end of range    | bytes read    |
/// +-----------------+-----------------+---------------+
/// ```
final class SortedBytes {
    /// The longest string and the most of them.
    static final int LONGEST = (1 << 16) - 1;

    static final int MOST = 1 << 23;

    private static final int RANGE_BITS = 24;
    private static final int RANGE_MASK = (1 << RANGE_BITS) - 1;
    private static final int DEPTH_BITS = 16;

    /// A piece of an array, up to `to` without it.
    record Slice(int from, int to) {}

    private final byte[] bytes;
    private final int[] from;
    private final int[] to;
    private final BitSet present = new BitSet();

    /// Takes over the array.
    ///
    /// @throws GrammarException when there are more than [#MOST]
    SortedBytes(byte[] bytes, List<Slice> slices) {
        if (slices.size() > MOST) {
            throw new GrammarException("there are " + slices.size() + " texts to choose from, at most " + MOST
                    + " are possible: take pieces of shorter messages");
        }
        this.bytes = bytes;
        List<Slice> sorted = slices.stream().sorted(order(bytes)).toList();
        from = sorted.stream().mapToInt(Slice::from).toArray();
        to = sorted.stream().mapToInt(Slice::to).toArray();
        for (byte b : bytes) {
            present.set(b & 0xff);
        }
    }

    private static Comparator<Slice> order(byte[] bytes) {
        return (a, b) -> Arrays.compareUnsigned(bytes, a.from(), a.to(), bytes, b.from(), b.to());
    }

    /// Bytes that stand in no string are all of one kind.
    int kind(int value) {
        return present.get(value) ? value : ByteSet.BYTES;
    }

    long start() {
        return from.length == 0 ? Leaf.DEAD : state(0, from.length, 0);
    }

    private static long state(int first, int end, int depth) {
        return ((((long) first << RANGE_BITS) | end) << DEPTH_BITS) | depth;
    }

    static int first(long state) {
        return (int) (state >>> (RANGE_BITS + DEPTH_BITS));
    }

    static int end(long state) {
        return (int) (state >>> DEPTH_BITS) & RANGE_MASK;
    }

    static int depth(long state) {
        return (int) state & LONGEST;
    }

    long step(long state, int value) {
        int depth = depth(state);
        int first = firstFrom(value, first(state), end(state), depth);
        int end = firstFrom(value + 1, first, end(state), depth);
        return first == end ? Leaf.DEAD : state(first, end, depth + 1);
    }

    /// The first of a range whose next byte is at least so much. Those that have none come first.
    private int firstFrom(int value, int first, int end, int depth) {
        int low = first;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (next(middle, depth) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int next(int string, int depth) {
        return depth < length(string) ? bytes[from[string] + depth] & 0xff : -1;
    }

    int length(int string) {
        return to[string] - from[string];
    }

    /// Where a string begins in the array.
    int from(int string) {
        return from[string];
    }

    /// Whether one of the strings goes on.
    boolean isOpen(long state) {
        return length(end(state) - 1) > depth(state);
    }

    /// What is left of a string.
    byte[] rest(int string, int depth) {
        return Arrays.copyOfRange(bytes, from[string] + depth, to[string]);
    }
}
