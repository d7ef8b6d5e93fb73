// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

import java.util.Arrays;

/// A text that is being folded: its characters so far, and for each the stretch of the source that it stands for.
///
/// Confined to one call of [TextFolding#fold].
final class Draft {
    private final String source;
    private int[] characters;
    private int[] starts;
    private int[] ends;
    private int size;

    private Draft(String source, int capacity) {
        this.source = source;
        this.characters = new int[capacity];
        this.starts = new int[capacity];
        this.ends = new int[capacity];
    }

    static Draft of(String source) {
        Draft draft = new Draft(source, Math.max(source.length(), 1));
        for (int at = 0; at < source.length(); ) {
            int character = source.codePointAt(at);
            int next = at + Character.charCount(character);
            draft.add(character, at, next);
            at = next;
        }
        return draft;
    }

    /// A draft of the same source without characters, for a step to fill.
    Draft emptied() {
        return new Draft(source, Math.max(size, 1));
    }

    int size() {
        return size;
    }

    /// The character at an index; outside of the text a blank, which no step touches.
    int at(int i) {
        return i >= 0 && i < size ? characters[i] : ' ';
    }

    void add(int character, Draft from, int i) {
        add(character, from.starts[i], from.ends[i]);
    }

    /// Adds a character that stands for a run of them.
    void add(int character, Draft from, int first, int last) {
        add(character, from.starts[first], from.ends[last]);
    }

    /// Adds a run of another draft as it is.
    void addAll(Draft from, int first, int after) {
        for (int i = first; i < after; i++) {
            add(from.characters[i], from, i);
        }
    }

    private void add(int character, int start, int end) {
        if (size == characters.length) {
            int capacity = size * 2;
            characters = Arrays.copyOf(characters, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        characters[size] = character;
        starts[size] = start;
        ends[size++] = end;
    }

    /// The first index from `i` on that is not part of a word, where `i` is: words are of letters, digits and
    /// marks.
    int endOfWord(int i) {
        int end = i;
        while (end < size && Letters.isOfWord(characters[end])) {
            end++;
        }
        return end;
    }

    FoldedText folded() {
        String text = new String(characters, 0, size);
        int[] unitStarts = new int[text.length()];
        int[] unitEnds = new int[text.length()];
        int unit = 0;
        for (int i = 0; i < size; i++) {
            for (int n = Character.charCount(characters[i]); n > 0; n--) {
                unitStarts[unit] = starts[i];
                unitEnds[unit++] = ends[i];
            }
        }
        return new FoldedText(source, text, unitStarts, unitEnds);
    }
}
