// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.util.HashMap;
import java.util.Map;

/// Characters that are written in place of letters. All letters are small ones. Immutable.
final class Lookalikes {
    /// Small letters of other alphabets that look like Latin ones; our own choice from Unicode's confusables.txt (UTS
    /// 39).
    private static final Map<Integer, Integer> LATIN = pairs("аaвbсcԁdеeғfһhіiїiјjкkӏlмmнhоoрpԛqгrѕsтtуyүyѵvԝwхxьb"
            + "αaβbϲcεeηnιiκkνvοoρpτtυuχxγyωwѡwօoոnսuհhցgıiɑaɡgɩiʏyſs");

    /// Which letters a digit or a symbol stands for.
    private static final Map<Integer, String> LEET = Map.ofEntries(
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

    private Lookalikes() {}

    /// The Latin letter that a letter of another alphabet looks like, or the letter itself.
    static int latin(int letter) {
        return letter < 0x80 ? letter : LATIN.getOrDefault(letter, letter);
    }

    /// The letters that a digit or symbol can stand for; empty for all other characters.
    static String letters(int character) {
        return LEET.getOrDefault(character, "");
    }

    /// Whether a symbol, as in `$hit`, can be a letter at the edge of a word: `!` and `|` are punctuation there.
    static boolean isEdgeSymbol(int character) {
        return character == '@' || character == '$' || character == '€';
    }

    private static Map<Integer, Integer> pairs(String text) {
        int[] characters = text.codePoints().toArray();
        Map<Integer, Integer> pairs = new HashMap<>();
        for (int i = 0; i < characters.length; i += 2) {
            pairs.put(characters[i], characters[i + 1]);
        }
        return Map.copyOf(pairs);
    }
}
