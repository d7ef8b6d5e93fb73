// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.language;

import java.lang.Character.UnicodeScript;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether the words of Latin letters in a text are in a language that is not declared. Immutable and thread-safe.
final class LatinRule {
    private static final int LEAST_WORDS = 5;
    private static final int LEAST_LETTERS = 18;
    /// Names and titles of songs have capitals: what is in small letters must say the same, and be more than the
    /// small words within names (de la, van der).
    private static final int LEAST_SMALL_WORDS = 2;

    private static final int LONGER_THAN_PARTICLES = 4;
    /// How far another language must lead before all declared ones. By it, of texts that are English none was
    /// called foreign in the data that `docs/robustness.md` names.
    private static final double LEAST_LEAD = 2;

    private final LetterTable table;
    private final boolean[] declared;

    private LatinRule(LetterTable table, boolean[] declared) {
        this.table = table;
        this.declared = declared;
    }

    /// @param codes of the declared languages
    /// @return empty when one of them is written in Latin letters and not in the table: nobody could tell it
    /// from others
    static Optional<LatinRule> of(Set<String> codes) {
        LetterTable table = LetterTable.shipped();
        List<String> latin = codes.stream()
                .filter(code -> LanguageScripts.of(code).contains(UnicodeScript.LATIN))
                .toList();
        if (!table.languages().containsAll(latin)) {
            return Optional.empty();
        }
        boolean[] declared = new boolean[table.languages().size()];
        latin.forEach(code -> declared[table.languages().indexOf(code)] = true);
        return Optional.of(new LatinRule(table, declared));
    }

    boolean isForeign(String text) {
        LatinWords words = LatinWords.of(text);
        List<String> small = words.small();
        return words.all().size() >= LEAST_WORDS
                && small.size() >= LEAST_SMALL_WORDS
                && small.stream().anyMatch(word -> word.length() >= LONGER_THAN_PARTICLES)
                && words.all().stream().mapToInt(String::length).sum() >= LEAST_LETTERS
                && lead(words.all()) >= LEAST_LEAD
                && lead(small) >= LEAST_LEAD;
    }

    /// How far the likeliest language that is not declared leads before the likeliest that is. For a model
    /// without a language in Latin letters all are alike.
    private double lead(Collection<String> words) {
        double[] scores = table.scores(words);
        double foreign = Double.NEGATIVE_INFINITY;
        double ours = Double.NEGATIVE_INFINITY;
        for (int language = 0; language < scores.length; language++) {
            if (declared[language]) {
                ours = Math.max(ours, scores[language]);
            } else {
                foreign = Math.max(foreign, scores[language]);
            }
        }
        return foreign - ours;
    }
}
