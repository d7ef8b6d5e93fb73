// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The words that a site blocks, has reviewed and allows, ready to be looked for. Immutable and thread-safe.
///
/// Words are found in any case and width, with any blanks and hyphens between the words of a term, with letters
/// of other alphabets, digits and symbols in place of letters (`sh1t`), stretched (`shiiit`), spelled out
/// (`s.h.i.t`), and with characters in them that nobody sees.
///
/// **Cost.** Linear in the length of the text.
public final class WordLists {
    /// No words.
    public static final WordLists NONE = new WordLists(List.of());

    private static final Comparator<WordHit> BY_PLACE = Comparator.comparingInt(WordHit::start)
            .thenComparing(Comparator.comparingInt(WordHit::length).reversed())
            .thenComparing(Comparator.comparing(WordHit::list).reversed());

    private final TermTrie trie;
    private final boolean empty;

    WordLists(List<Term> terms) {
        this.trie = new TermTrie(terms);
        this.empty = terms.isEmpty();
    }

    /// Reads lists from files: UTF-8, one term on a line; a line that begins with `#` is a comment.
    ///
    /// @throws RuleException with everything that is wrong with them
    public static WordLists read(Map<WordList, List<Path>> files) {
        return new WordLists(WordFiles.read(files));
    }

    /// Whether there is nothing to find.
    public boolean isEmpty() {
        return empty;
    }

    /// Finds the terms of a text, by place. Of terms of one list within each other the longest counts, and what lies
    /// within an allowed term is neither blocked nor reviewed.
    public List<WordHit> find(String text) {
        if (empty) {
            return List.of();
        }
        ComparedText folded = ComparedText.of(text);
        List<WordHit> found = new ArrayList<>();
        find(Letters.all(folded), text, found);
        Letters.spelled(folded).forEach(spelled -> find(spelled, text, found));
        return found.isEmpty() ? List.of() : thatCount(found);
    }

    private void find(Letters letters, String text, List<WordHit> found) {
        for (int i = 0; i < letters.size(); i++) {
            if (letters.canBegin(i)) {
                int first = i;
                trie.find(letters, first, (term, end) -> {
                    if (letters.canEnd(first, end)) {
                        found.add(hit(term, text, letters.start(first), letters.end(end - 1)));
                    }
                });
            }
        }
    }

    private static WordHit hit(Term term, String text, int start, int end) {
        return new WordHit(term.list(), term.written(), text.substring(start, end), start, end);
    }

    private static List<WordHit> thatCount(List<WordHit> found) {
        found.sort(BY_PLACE);
        List<WordHit> counting = new ArrayList<>();
        Map<WordList, Integer> ends = new EnumMap<>(WordList.class);
        for (WordHit hit : found) {
            // Sorted by start, so a hit lies in an earlier one when that ends no earlier.
            int covered = Math.max(ends.getOrDefault(hit.list(), 0), ends.getOrDefault(WordList.ALLOW, 0));
            if (hit.end() > covered) {
                ends.put(hit.list(), hit.end());
                counting.add(hit);
            }
        }
        return counting;
    }

    /// A text without its allowed terms.
    ///
    /// @param hits what [#find] found in it
    public static String withoutAllowed(String text, List<WordHit> hits) {
        StringBuilder rest = new StringBuilder();
        int from = 0;
        for (WordHit hit : hits) {
            if (hit.list() == WordList.ALLOW) {
                rest.append(text, from, Math.max(from, hit.start()));
                from = hit.end();
            }
        }
        return rest.append(text, from, text.length()).toString();
    }
}
