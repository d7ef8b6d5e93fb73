// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// Puts decomposed characters into canonical order: each run of combining characters is sorted by class (Unicode
/// Standard, section 3.11, D109).
///
/// Where a character comes from in the text is told as the reference tells it: the places stay in the order of
/// the text while the characters move. The n-th character of a run gets the n-th place, and one that a
/// decomposition added shares the place of the character before it. So places never fall within a word, even when
/// its characters have changed theirs.
///
/// A run can be as long as the text, so sorting is linear: one pass for each class that occurs, of which there
/// are 54.
///
/// Confined to one call of [Tokenizer#encode].
final class CanonicalOrder {

    private static final int FIRST_CAPACITY = 16;

    private final Sink sink;
    private int placeStart;
    private int placeEnd;

    private int[] characters = {};
    private byte[] classes = {};
    private boolean[] added = {};
    private int size;
    private final long[] present = new long[4];

    private int[] starts = {};
    private int[] ends = {};
    private int places;

    CanonicalOrder(Sink sink) {
        this.sink = sink;
    }

    /// Takes the characters in their canonical order.
    interface Sink {
        /// A character that comes from `start` to `end` in the text.
        void accept(int character, int start, int end);
    }

    /// Whether no character waits for its place in the order.
    boolean isEmpty() {
        return size == 0;
    }

    /// Adds a character that stands in the text from `start` to `end`, or the first of its decomposition.
    void add(int character, int combiningClass, int start, int end) {
        if (combiningClass == 0) {
            flush();
            placeStart = start;
            placeEnd = end;
            sink.accept(character, start, end);
            return;
        }
        if (places == starts.length) {
            int capacity = Math.max(FIRST_CAPACITY, places * 2);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        starts[places] = start;
        ends[places++] = end;
        append(character, combiningClass, false);
    }

    /// Adds a further character of the same decomposition.
    void addFurther(int character, int combiningClass) {
        if (combiningClass == 0) {
            flush();
            sink.accept(character, placeStart, placeEnd);
        } else {
            append(character, combiningClass, true);
        }
    }

    /// Hands over what waits.
    void flush() {
        int place = 0;
        for (int group = 0; size > 0 && group < present.length; group++) {
            for (long bits = present[group]; bits != 0; bits &= bits - 1) {
                place = hand(group * Long.SIZE + Long.numberOfTrailingZeros(bits), place);
            }
            present[group] = 0;
        }
        size = 0;
        places = 0;
    }

    /// Hands over the characters of one class and returns the next free place.
    private int hand(int combiningClass, int place) {
        int next = place;
        for (int i = 0; i < size; i++) {
            if ((classes[i] & 0xFF) == combiningClass) {
                if (!added[i]) {
                    placeStart = starts[next];
                    placeEnd = ends[next++];
                }
                sink.accept(characters[i], placeStart, placeEnd);
            }
        }
        return next;
    }

    private void append(int character, int combiningClass, boolean further) {
        if (size == characters.length) {
            int capacity = Math.max(FIRST_CAPACITY, size * 2);
            characters = Arrays.copyOf(characters, capacity);
            classes = Arrays.copyOf(classes, capacity);
            added = Arrays.copyOf(added, capacity);
        }
        characters[size] = character;
        classes[size] = (byte) combiningClass;
        added[size++] = further;
        present[combiningClass / Long.SIZE] |= 1L << combiningClass;
    }
}
