// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.util.Map;

/// Which letters a digit or a symbol can stand for. All letters are small ones.
///
/// A list is looked for with each of the readings, so they are more than the one that
/// [io.edgewise.inference.text.Folding#LEET] decides for.
final class LeetReadings {
    private static final Map<Integer, String> LETTERS = Map.ofEntries(
            Map.entry((int) '0', "o"),
            Map.entry((int) '1', "il"),
            Map.entry((int) '3', "e"),
            Map.entry((int) '4', "a"),
            Map.entry((int) '5', "s"),
            Map.entry((int) '6', "g"),
            Map.entry((int) '7', "t"),
            Map.entry((int) '8', "b"),
            Map.entry((int) '9', "g"),
            Map.entry((int) '@', "a"),
            Map.entry((int) '$', "s"),
            Map.entry((int) '€', "e"),
            Map.entry((int) '!', "i"),
            Map.entry((int) '|', "il"));

    private LeetReadings() {}

    /// The letters that a digit or symbol can stand for; empty for all other characters.
    static String letters(int character) {
        return LETTERS.getOrDefault(character, "");
    }

    /// Whether a symbol, as in `$hit`, can be a letter at the edge of a word: `!` and `|` are punctuation there.
    static boolean isEdgeSymbol(int character) {
        return character == '@' || character == '$' || character == '€';
    }
}
