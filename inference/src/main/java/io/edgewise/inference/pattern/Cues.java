// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The words that stand shortly before a place in the text, nearest first, up to the end of a sentence. Immutable.
record Cues(List<String> words) {

    Cues {
        words = List.copyOf(words);
    }

    /// @param character index in the text
    /// @param most how many words to look at
    static Cues before(Source source, int character, int most) {
        Tokens tokens = source.tokens();
        List<String> words = new ArrayList<>(most);
        int budget = most * 3;
        for (int i = tokens.indexAt(character) - 1; i >= 0 && words.size() < most && budget-- > 0; i--) {
            if (endsSentence(tokens, i)) {
                break;
            }
            if (tokens.isWord(i)) {
                words.add(tokens.word(i));
            }
        }
        return new Cues(words);
    }

    boolean within(Set<String> cues) {
        for (String word : words) {
            if (cues.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /// The nearest word, empty if there is none.
    String nearest() {
        return words.isEmpty() ? "" : words.getFirst();
    }

    private static boolean endsSentence(Tokens tokens, int index) {
        boolean stop = tokens.isMark(index, '!') || tokens.isMark(index, '?') || tokens.isMark(index, ';');
        // A full stop also ends abbreviations ("tel. 555-0134", "no. 7"), which are short words in lower case.
        return stop || (tokens.isMark(index, '.') && tokens.length(index - 1) > 4 && !tokens.touchesNext(index));
    }
}
