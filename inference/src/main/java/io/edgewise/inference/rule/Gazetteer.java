// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import io.edgewise.inference.rule.NameToken.Kind;
import io.edgewise.inference.rule.RuleException.RuleProblem;
import io.edgewise.inference.rule.SimilarWords.Similar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names of a site's things, ready to be looked for. Immutable once built, thread-safe.
///
/// Names are found in any case and width, with any blanks and hyphens between their words and between letters
/// and digits (`CV 102`, `cv-102`, `CV102`). Words of five letters may differ by one letter, those of nine by
/// two, but not in the first; numbers and short words must agree, because pump 3 is not pump 4 and line A is
/// not line B. Where two names are as similar to what is written, neither is meant.
///
/// **Cost.** Some thirty look-ups for each word of a text.
public final class Gazetteer {
    /// Far above what a plant has; the index takes some hundred bytes for each.
    static final int MOST_NAMES = 100_000;

    private static final int ROOT = 0;

    private final boolean fuzzy;
    private final Map<String, Integer> words = new HashMap<>();
    /// Nodes by node and word: names are sequences of words.
    private final LongIntMap edges = new LongIntMap();
    private final Map<Integer, String> names = new HashMap<>();
    private int nodes = 1;
    private SimilarWords similar = new SimilarWords(Map.of());

    private Gazetteer(boolean fuzzy) {
        this.fuzzy = fuzzy;
    }

    /// Reads a file: `.csv` or `.tsv` with a name and its aliases on each line, any other with a name on each line.
    ///
    /// @param fuzzy whether words may differ by a letter or two
    /// @throws RuleException with everything that is wrong with it
    public static Gazetteer read(Path file, boolean fuzzy) {
        Gazetteer gazetteer = new Gazetteer(fuzzy);
        List<RuleProblem> problems = new ArrayList<>();
        for (NameFile.Spelling spelling : NameFile.read(file, problems)) {
            try {
                gazetteer.add(spelling);
            } catch (IllegalArgumentException e) {
                problems.add(new RuleProblem(file, spelling.line(), String.valueOf(e.getMessage())));
            }
        }
        if (!problems.isEmpty()) {
            throw new RuleException(problems);
        }
        gazetteer.similar = new SimilarWords(fuzzy ? gazetteer.words : Map.of());
        return gazetteer;
    }

    private void add(NameFile.Spelling spelling) {
        List<NameToken> tokens = NameToken.of(ComparedText.of(spelling.written()));
        if (tokens.stream().allMatch(token -> token.kind() == Kind.MARK)) {
            throw new IllegalArgumentException(
                    "\"" + spelling.written() + "\" has neither a letter nor a digit: it would never be found");
        }
        if (names.size() == MOST_NAMES) {
            throw new IllegalArgumentException("more than " + MOST_NAMES + " names: shorten the list");
        }
        int node = ROOT;
        for (NameToken token : tokens) {
            node = nodeAfter(node, token);
        }
        String other = names.putIfAbsent(node, spelling.name());
        if (other != null && !other.equals(spelling.name())) {
            throw new IllegalArgumentException(
                    "\"" + spelling.written() + "\" is also written for \"" + other + "\": take one of them out");
        }
    }

    private int nodeAfter(int node, NameToken token) {
        int word = words.computeIfAbsent(token.text(), text -> words.size());
        int next = edges.get(edge(node, word));
        if (next == LongIntMap.NONE) {
            next = nodes++;
            edges.put(edge(node, word), next);
        }
        return next;
    }

    private static long edge(int node, int word) {
        return ((long) node << 32) | word;
    }

    /// The names in a text; they may overlap.
    List<SiteMatch> find(String type, List<NameToken> tokens) {
        List<List<Similar>> meant = tokens.stream().map(this::meant).toList();
        List<SiteMatch> found = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).begins() && !meant.get(i).isEmpty()) {
                new Walk(type, tokens, meant, i).addTo(found);
            }
        }
        return found;
    }

    /// The words that a token can be.
    private List<Similar> meant(NameToken token) {
        Integer exact = words.get(token.text());
        boolean word = fuzzy && token.kind() == Kind.WORD;
        List<Similar> others = word ? similar.find(token.text()) : List.of();
        if (exact == null) {
            return others;
        }
        List<Similar> all = new ArrayList<>(List.of(new Similar(exact, 0)));
        all.addAll(others);
        return all;
    }

    /// The names that begin with one token. Confined to one call.
    private final class Walk {
        private record Named(String name, int edits, boolean unclear) {
            Named or(String other, int otherEdits) {
                if (otherEdits != edits) {
                    return otherEdits < edits ? new Named(other, otherEdits, false) : this;
                }
                return new Named(name, edits, unclear || !name.equals(other));
            }
        }

        private final String type;
        private final List<NameToken> tokens;
        private final List<List<Similar>> meant;
        private final int first;
        /// By the token after the last.
        private final Map<Integer, Named> ends = new HashMap<>();

        Walk(String type, List<NameToken> tokens, List<List<Similar>> meant, int first) {
            this.type = type;
            this.tokens = tokens;
            this.meant = meant;
            this.first = first;
        }

        void addTo(List<SiteMatch> found) {
            from(ROOT, first, 0);
            ends.forEach((end, named) -> {
                if (!named.unclear()) {
                    found.add(match(end, named));
                }
            });
        }

        private void from(int node, int at, int edits) {
            if (at == tokens.size()) {
                return;
            }
            for (Similar word : meant.get(at)) {
                int next = edges.get(edge(node, word.id()));
                if (next != LongIntMap.NONE) {
                    int all = edits + word.edits();
                    String name = names.get(next);
                    if (name != null && tokens.get(at).ends()) {
                        ends.merge(at + 1, new Named(name, all, false), (known, more) -> known.or(name, all));
                    }
                    from(next, at + 1, all);
                }
            }
        }

        private SiteMatch match(int end, Named named) {
            int letters = 0;
            for (int i = first; i < end; i++) {
                letters += tokens.get(i).letters();
            }
            int start = tokens.get(first).start();
            double score = Math.max(0, 1 - (double) named.edits() / letters);
            Optional<String> value = Optional.of(named.name());
            return new SiteMatch(type, start, tokens.get(end - 1).end(), value, score, SiteMatch.By.GAZETTEER);
        }
    }
}
