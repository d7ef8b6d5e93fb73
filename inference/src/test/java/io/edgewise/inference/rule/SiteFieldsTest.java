// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteFieldsTest {
    private static final String NAMES = """
            # name, aliases
            CV-102,north conveyor,"feeder, old"
            Pump 3,P3
            Pump 4
            Cooling tower east,KT Ost
            Cooling tower west
            Line A
            Motor hall
            Kessel Süd,Öl-Kessel
            """;

    @TempDir
    private Path folder;

    @Test
    void aPatternFindsAFieldAndItsValue() {
        SiteFields fields = new SiteFields(
                Map.of(
                        "TAG",
                        FieldPattern.parse("\\b[A-Z]{2}-\\d{3}\\b"),
                        "ORDER",
                        FieldPattern.parse("WO(?P<value>\\d+)")),
                Map.of());

        assertThat(fields.find("see CV-102 and WO4711, not XCV-102"))
                .extracting(SiteMatch::type, SiteMatch::start, SiteMatch::end, SiteMatch::value, SiteMatch::score)
                .containsExactly(
                        tuple("TAG", 4, 10, Optional.empty(), 1.0), tuple("ORDER", 15, 21, Optional.of("4711"), 1.0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            a(b                | missing closing ) |
            [a                 | at character 1 |
            ab(?=c)            | at character 3 | no look-ahead and look-behind
            (?<!a)b            | no look-ahead and look-behind |
            (a)b\\1            | at character 5 | no back references
            x*                 | matches an empty text |
            """)
    void anExpressionThatIsNoneIsToldWithItsPlace(String expression, String first, String second) {
        assertThatThrownBy(() -> FieldPattern.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"" + expression + "\"")
                .hasMessageContainingAll(first, second == null ? "" : second);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cv 102 is hot                 | cv 102              | CV-102             | 1
            at CV102, now                 | CV102               | CV-102             | 1
            the cv_102                    | cv_102              | CV-102             | 1
            the North-Conveyor            | North-Conveyor      | CV-102             | 1
            p3 leaks                      | p3                  | Pump 3             | 1
            kühlen: kt  ost               | kt  ost             | Cooling tower east | 1
            cooling towr east             | cooling towr east   | Cooling tower east | 0.933
            coolling tower east           | coolling tower east | Cooling tower east | 0.941
            nort conveyer                 | nort conveyer       | CV-102             | 0.833
            öl kessel                     | öl kessel           | Kessel Süd         | 1
            KESSEL SU\u0308D              | KESSEL SU\u0308D    | Kessel Süd         | 1
            """)
    void aNameIsFoundHoweverItIsWritten(String text, String found, String name, double score) throws IOException {
        List<SiteMatch> matches = names(NAMES).find(text);

        assertThat(matches).hasSize(1);
        SiteMatch match = matches.getFirst();
        assertThat(text.substring(match.start(), match.end())).isEqualTo(found);
        assertThat(match.value()).hasValue(name);
        assertThat(match.score()).isCloseTo(score, within(0.01));
        assertThat(match.by()).isEqualTo(SiteMatch.By.GAZETTEER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pump 5 and pump 33", // other numbers
                "pump 3.5 bar, CV-102-7, 4.CV 1102", // longer numbers
                "CV102a and XCV102", // longer words
                "line b", // one letter is a name of its own
                "rotor hall", // the first letter
                "dump 3", // short words must agree
                "pump, 3", // a mark between
                "cooling towers", // not all of it
                "cv one", // no number
            })
    void whatIsAnotherThingIsNotFound(String text) throws IOException {
        assertThat(names(NAMES).find(text)).isEmpty();
    }

    @Test
    void whatIsAsSimilarToTwoNamesIsNeither() throws IOException {
        SiteFields names = names("Mixer inlet\nMixer inlot\n");

        assertThat(names.find("mixer inlat")).isEmpty();
        assertThat(names.find("mixer inlet")).extracting(SiteMatch::value).containsExactly(Optional.of("Mixer inlet"));
    }

    @Test
    void withoutFuzzyEveryLetterCounts() throws IOException {
        Path file = Files.writeString(folder.resolve("names.csv"), NAMES);
        SiteFields exact = new SiteFields(Map.of(), Map.of("ASSET", Gazetteer.read(file, false)));

        assertThat(exact.find("cooling towr east")).isEmpty();
        assertThat(exact.find("COOLING TOWER EAST")).hasSize(1);
    }

    @Test
    void theLongerFieldStaysAndOfTwoAsLongTheName() throws IOException {
        Path file = Files.writeString(folder.resolve("names.csv"), NAMES);
        SiteFields fields = new SiteFields(
                Map.of("TAG", FieldPattern.parse("[A-Z]{2}-\\d{3}"), "WORD", FieldPattern.parse("tower")),
                Map.of("ASSET", Gazetteer.read(file, true)));

        assertThat(fields.find("CV-102 near cooling tower east and tower"))
                .extracting(SiteMatch::type)
                .containsExactly("ASSET", "ASSET", "WORD");
    }

    @Test
    void everythingThatIsWrongWithAFileIsToldWithItsLine() throws IOException {
        Path file = Files.writeString(
                folder.resolve("names.tsv"), "CV-102\tbelt\nCV-103\tBelt\n--\n\"open\tx\n" + "a".repeat(129) + "\n");

        RuleException problems = catchThrowableOfType(RuleException.class, () -> Gazetteer.read(file, true));

        assertThat(problems.problems())
                .extracting(problem -> problem.line() + " " + problem.message())
                .containsExactlyInAnyOrder(
                        "2 \"Belt\" is also written for \"CV-102\": take one of them out",
                        "3 \"--\" has neither a letter nor a digit: it would never be found",
                        "4 a quotation mark is not closed",
                        "5 \"" + "a".repeat(32) + "…\" has 129 characters, the limit is 128");
    }

    @Test
    void aFileOfAnotherKindHasANameOnEachLine() throws IOException {
        Path file = Files.writeString(folder.resolve("names.txt"), "Pump #3, \"old\"\n");

        assertThat(new SiteFields(Map.of(), Map.of("A", Gazetteer.read(file, true))).find("the pump #3, \"old\""))
                .extracting(SiteMatch::value)
                .containsExactly(Optional.of("Pump #3, \"old\""));
    }

    /// The index of pieces finds what comparing with every word finds.
    @Test
    void noSimilarWordIsMissed() {
        List<String> words = List.of("motor", "motors", "rotor", "conveyor", "conveyors", "transformer", "transporter");
        Map<String, Integer> vocabulary = new HashMap<>();
        words.forEach(word -> vocabulary.put(word, vocabulary.size()));
        SimilarWords similar = new SimilarWords(vocabulary);
        Random random = new Random(7);

        for (int round = 0; round < 20_000; round++) {
            String word = typo(typo(words.get(random.nextInt(words.size())), random), random);
            List<Integer> expected = words.stream()
                    .filter(other -> !word.isEmpty() && other.charAt(0) == word.charAt(0))
                    .filter(other -> {
                        int distance = SimilarWords.distance(word, other, 9);
                        return distance > 0 && distance <= SimilarWords.edits(other.length());
                    })
                    .map(vocabulary::get)
                    .sorted()
                    .toList();

            assertThat(similar.find(word))
                    .extracting(SimilarWords.Similar::id)
                    .as(word)
                    .isEqualTo(expected);
        }
    }

    private static String typo(String word, Random random) {
        int at = random.nextInt(word.length());
        String letter = Character.toString('a' + random.nextInt(26));
        return switch (random.nextInt(3)) {
            case 0 -> word.substring(0, at) + word.substring(at + 1);
            case 1 -> word.substring(0, at) + letter + word.substring(at);
            default -> word.substring(0, at) + letter + word.substring(at + 1);
        };
    }

    private SiteFields names(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("names.csv"), content);
        return new SiteFields(Map.of(), Map.of("ASSET", Gazetteer.read(file, true)));
    }
}
