// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Terms by their letters: each edge is a letter and how often it stands in a row. Immutable once built.
///
/// A walk begins where a word begins, so that no failure links are needed, and may read a letter in several ways, which
/// links could not: `1` is itself, i or l; a letter that stands three times or more is any smaller number of them.
final class TermTrie {
    private static final int STRETCHED = 3;

    private static final class Node {
        /// By letter, then by how often it stands in a row.
        private final Map<Integer, Map<Integer, Node>> edges = new HashMap<>();

        private Optional<Term> term = Optional.empty();
    }

    /// What a walk has read so far.
    ///
    /// @param letters as the term has them
    /// @param digits in place of letters
    /// @param symbols in place of letters
    /// @param longest of the runs that are longer than the term's; 0 when there is none
    /// @param open whether it ends with a mark of punctuation in place of a letter
    private record Read(int letters, int digits, int symbols, int longest, boolean open) {
        static final Read NOTHING = new Read(0, 0, 0, 0, false);

        /// Digits in place of letters are a disguise as long as letters are the greater part: `sh1t`, but not `A55`.
        boolean isTerm() {
            boolean disguised = digits > 0 || symbols > 0;
            boolean stretched = longest == 0 || longest >= STRETCHED;
            return stretched && !open && (!disguised || letters >= Math.max(digits, 1));
        }

        Read and(Letters text, int from, int to, int letter, int wanted) {
            int same = 0;
            int asDigits = 0;
            for (int i = from; i < to; i++) {
                int character = text.at(i);
                same += character == letter ? 1 : 0;
                asDigits += character != letter && Character.isDigit(character) ? 1 : 0;
            }
            int last = text.at(to - 1);
            return new Read(
                    letters + (Character.isLetter(letter) ? same : 0),
                    digits + asDigits,
                    symbols + to - from - same - asDigits,
                    to - from > wanted ? Math.max(longest, to - from) : longest,
                    last != letter && !Character.isDigit(last) && !LeetReadings.isEdgeSymbol(last));
        }
    }

    private final Node root = new Node();

    TermTrie(List<Term> terms) {
        terms.forEach(this::add);
    }

    private void add(Term term) {
        int[] letters = term.folded().codePoints().toArray();
        Node node = root;
        for (int i = 0; i < letters.length; ) {
            int first = i;
            while (i < letters.length && letters[i] == letters[first]) {
                i++;
            }
            node = node.edges
                    .computeIfAbsent(letters[first], letter -> new HashMap<>())
                    .computeIfAbsent(i - first, count -> new Node());
        }
        node.term = Optional.of(node.term.orElse(term));
    }

    /// Finds the terms that begin at a place.
    ///
    /// @param found given each term with the place where it ends
    void find(Letters text, int start, Found found) {
        walk(root, text, start, Read.NOTHING, found);
    }

    /// Takes a term that ends before a place.
    interface Found {
        void accept(Term term, int end);
    }

    private static void walk(Node node, Letters text, int at, Read read, Found found) {
        if (read.isTerm()) {
            node.term.ifPresent(term -> found.accept(term, at));
        }
        if (at >= text.size() || node.edges.isEmpty()) {
            return;
        }
        int character = text.at(at);
        if (ComparedText.isJoint(character)) {
            joint(node, text, at, read, found);
            return;
        }
        run(node, text, at, character, read, found);
        String meant = LeetReadings.letters(character);
        for (int i = 0; i < meant.length(); i++) {
            run(node, text, at, meant.charAt(i), read, found);
        }
    }

    private static void joint(Node node, Letters text, int at, Read read, Found found) {
        Node to = node.edges.getOrDefault((int) Term.JOINT, Map.of()).get(1);
        if (to == null) {
            return;
        }
        int next = at;
        while (next < text.size() && ComparedText.isJoint(text.at(next))) {
            next++;
        }
        walk(to, text, next, read, found);
    }

    /// Reads what is the same letter, or in place of it, as one run.
    private static void run(Node node, Letters text, int at, int letter, Read read, Found found) {
        Map<Integer, Node> edges = node.edges.getOrDefault(letter, Map.of());
        if (edges.isEmpty()) {
            return;
        }
        int end = at;
        while (end < text.size() && means(text.at(end), letter)) {
            end++;
        }
        for (Map.Entry<Integer, Node> edge : edges.entrySet()) {
            int wanted = edge.getKey();
            if (end - at >= wanted) {
                walk(edge.getValue(), text, end, read.and(text, at, end, letter, wanted), found);
            }
            // What only may be this letter can be the next one, too: the 1 of ki1l.
            int split = at + wanted;
            if (split < end && text.at(split) != letter) {
                walk(edge.getValue(), text, split, read.and(text, at, split, letter, wanted), found);
            }
        }
    }

    private static boolean means(int character, int letter) {
        return character == letter || LeetReadings.letters(character).indexOf(letter) >= 0;
    }
}
