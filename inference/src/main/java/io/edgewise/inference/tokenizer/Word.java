// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// One word on its way to pieces: its normalised UTF-16 units, and for each where it comes from in the text.
///
/// A word that stands in the text as it is here (but for the case of its letters) needs no note for each unit; it is
/// *direct*. The others are *aligned*. Of a word with more characters than are spelled only the ends are kept.
///
/// Confined to one call of [Tokenizer#encode].
final class Word {

    /// The normalised units. A direct word is written here by its owner.
    final char[] units;

    private final int maxCharacters;
    private int[] starts = {};
    private int[] ends = {};
    private int length;
    private int characters;
    private boolean direct;
    private int start;
    private int end;

    /// A word of at most `maxCharacters` from a text of `textLength` units.
    Word(int maxCharacters, int textLength) {
        this.maxCharacters = maxCharacters;
        // A unit of the text can become several characters, and a character has at most two units.
        long most = Math.min(maxCharacters, (long) textLength * UnicodeTable.MAX_DECOMPOSITION);
        this.units = new char[(int) most * 2];
    }

    /// Declares the units, as many as lie between `start` and `end` in the text, to be a direct word.
    void direct(int start, int end) {
        this.direct = true;
        this.start = start;
        this.end = end;
        this.length = end - start;
        this.characters = length;
    }

    /// Adds a character to an aligned word.
    void add(int character, int start, int end) {
        if (characters == 0) {
            this.direct = false;
            this.start = start;
        }
        this.end = end;
        if (characters++ >= maxCharacters) {
            return;
        }
        if (starts.length == 0) {
            starts = new int[units.length];
            ends = new int[units.length];
        }
        int count = Character.toChars(character, units, length);
        Arrays.fill(starts, length, length + count, start);
        Arrays.fill(ends, length, length + count, end);
        length += count;
    }

    void clear() {
        length = 0;
        characters = 0;
    }

    boolean isEmpty() {
        return characters == 0;
    }

    boolean isTooLong() {
        return characters > maxCharacters;
    }

    /// The number of units.
    int length() {
        return length;
    }

    /// Where in the text the word starts.
    int start() {
        return start;
    }

    /// Where in the text the word ends.
    int end() {
        return end;
    }

    /// Where in the text unit `i` of the word starts.
    int start(int i) {
        return direct ? start + i : starts[i];
    }

    /// Where in the text unit `i` of the word ends.
    int end(int i) {
        return direct ? start + i + 1 : ends[i];
    }
}
