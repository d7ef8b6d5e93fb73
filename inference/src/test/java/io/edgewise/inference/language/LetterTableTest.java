// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What `training/languages` computes of the same texts with the same table.
class LetterTableTest {
    private static final LetterTable TABLE = LetterTable.shipped();

    @Test
    void theTableKnowsItsLanguages() {
        assertThat(TABLE.languages()).hasSize(26).startsWith("en", "ca", "cs").endsWith("tr", "vi");
        assertThat(TABLE.languages()).allMatch(LanguageScripts::isKnown);
    }

    @Test
    void wordsAreThoseThatTheTableLearntFrom() {
        LatinWords words = LatinWords.of("bitte schalte das Licht in der KÜCHE aus, P-17 ist heiß");

        assertThat(words.all()).containsExactly("bitte", "schalte", "das", "licht", "in", "der", "aus", "ist", "heiß");
        assertThat(words.small()).doesNotContain("licht").hasSize(8);
        assertThat(LatinWords.of("l'élève n'a pas éteint la lumière; nooo (voilà) www.a.fr")
                        .all())
                .containsExactly("l", "élève", "n", "a", "pas", "éteint", "la", "lumière", "voilà");
    }

    @Test
    void scoresAreThoseOfTheTraining() {
        assertThat(score("de", "bitte", "schalte", "das", "licht", "in", "der", "aus", "ist", "heiß"))
                .isCloseTo(9.9117, within(0.001));
        assertThat(score("en", "bitte", "schalte", "das", "licht", "in", "der", "aus", "ist", "heiß"))
                .isCloseTo(-2.0969, within(0.001));
        assertThat(score("fr", "l", "élève", "n", "a", "pas", "éteint", "la", "lumière", "voilà"))
                .isCloseTo(8.0726, within(0.001));
    }

    @Test
    void withoutWordsEveryLanguageScoresNothing() {
        assertThat(TABLE.scores(List.of())).containsOnly(0);
    }

    private static double score(String language, String... words) {
        return TABLE.scores(List.of(words))[TABLE.languages().indexOf(language)];
    }
}
