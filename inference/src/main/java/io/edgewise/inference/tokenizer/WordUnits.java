// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// A word in UTF-16 units, as vocabularies have it, and the character of the text that each unit belongs to.
///
/// Confined to one call of [Tokenizer#encode].
final class WordUnits {

    char[] units = {};
    int length;

    private final AlignedText text;
    private int[] characters = {};

    WordUnits(AlignedText text) {
        this.text = text;
    }

    /// Takes the characters `from` to `to` of the text.
    void take(int from, int to) {
        int most = 2 * (to - from);
        if (units.length < most) {
            units = new char[most];
            characters = new int[most];
        }
        length = 0;
        for (int at = from; at < to; at++) {
            int count = Character.toChars(text.character(at), units, length);
            Arrays.fill(characters, length, length + count, at);
            length += count;
        }
    }

    /// Adds the piece that is the units `from` to `to`.
    void add(PieceList pieces, int id, int from, int to, int word) {
        pieces.add(id, text.start(characters[from]), text.end(characters[to - 1]), word);
    }
}
