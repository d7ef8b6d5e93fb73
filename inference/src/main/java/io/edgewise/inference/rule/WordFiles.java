// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import io.edgewise.inference.rule.RuleException.RuleProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads word lists. Confined to the call that made it.
final class WordFiles {
    /// What a board's memory bears easily (a hundred megabytes), and far above any list that people keep.
    private static final int MOST_TERMS = 100_000;

    private record Place(Term term, Path file, int line) {}

    private final Map<String, Place> terms = new HashMap<>();
    private final List<RuleProblem> problems = new ArrayList<>();

    private WordFiles() {}

    /// @throws RuleException with everything that is wrong
    static List<Term> read(Map<WordList, List<Path>> files) {
        WordFiles reader = new WordFiles();
        if (!files.isEmpty()) {
            new EnumMap<>(files).forEach((list, paths) -> paths.forEach(path -> reader.file(list, path)));
        }
        if (!reader.problems.isEmpty()) {
            throw new RuleException(reader.problems);
        }
        return reader.terms.values().stream().map(Place::term).toList();
    }

    private void file(WordList list, Path path) {
        RuleFile.read(path, "one term on each line", problems)
                .ifPresent(file -> file.lines().forEach(line -> line(list, path, line)));
    }

    private void line(WordList list, Path path, RuleFile.Line line) {
        try {
            Place place = new Place(Term.of(list, line.text()), path, line.number());
            if (terms.size() == MOST_TERMS) {
                throw new IllegalArgumentException("more than " + MOST_TERMS + " terms: shorten the lists");
            }
            Place first = terms.putIfAbsent(place.term().folded(), place);
            if (first != null && first.term().list() != list) {
                throw new IllegalArgumentException("\"" + line.text() + "\" is also a term to "
                        + first.term().list().name().toLowerCase(Locale.ROOT) + " (" + first.file() + ", line "
                        + first.line() + "): take one of them out");
            }
        } catch (IllegalArgumentException e) {
            problems.add(new RuleProblem(path, line.number(), String.valueOf(e.getMessage())));
        }
    }
}
