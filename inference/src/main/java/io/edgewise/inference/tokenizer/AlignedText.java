// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// A text on its way to pieces: its characters as they are after the steps so far, and for each the stretch of the
/// text as received that it came from.
///
/// Characters and not bytes, although some models count bytes: all bytes of a character come from the same place.
/// A lone surrogate, which no encoder can have sent, is the U+FFFD that a decoder puts in its place.
///
/// Confined to one call of [Tokenizer#encode].
final class AlignedText {

    private static final int REPLACEMENT = 0xFFFD;

    /// The text as received.
    final String source;

    private int[] characters;
    private int[] starts;
    private int[] ends;
    private int size;

    private AlignedText(String source, int capacity) {
        this.source = source;
        this.characters = new int[capacity];
        this.starts = new int[capacity];
        this.ends = new int[capacity];
    }

    static AlignedText of(String source) {
        var text = new AlignedText(source, source.length());
        for (int at = 0; at < source.length(); ) {
            int character = source.codePointAt(at);
            int next = at + Character.charCount(character);
            boolean lone = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            text.add(lone ? REPLACEMENT : character, at, next);
            at = next;
        }
        return text;
    }

    /// A text without characters that comes from the same source, to be filled by a step.
    AlignedText emptied() {
        return new AlignedText(source, Math.max(size, 1));
    }

    int size() {
        return size;
    }

    int character(int i) {
        return characters[i];
    }

    /// Where in the source character `i` starts, in UTF-16 units.
    int start(int i) {
        return starts[i];
    }

    /// Where in the source character `i` ends, in UTF-16 units.
    int end(int i) {
        return ends[i];
    }

    void add(int character, int start, int end) {
        if (size == characters.length) {
            int capacity = Math.max(16, size * 2);
            characters = Arrays.copyOf(characters, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        characters[size] = character;
        starts[size] = start;
        ends[size++] = end;
    }

    /// Adds `character` with the place of character `i` of `other`.
    void add(int character, AlignedText other, int i) {
        add(character, other.starts[i], other.ends[i]);
    }

    /// Gives the last character the place of character `i` of `other`.
    void moveLast(AlignedText other, int i) {
        starts[size - 1] = other.starts[i];
        ends[size - 1] = other.ends[i];
    }

    /// The characters, as a string; places in it are not places in the source.
    String characters(int from, int to) {
        return new String(characters, from, to - from);
    }

    @Override
    public String toString() {
        return characters(0, size);
    }
}
