// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.config.StepConfiguration.Classify;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `examples` of a `classify` step, beside it or in a file.
class ClassesByExampleTest {
    private static final String CLASSES = "{ spill: [oil on the floor, a puddle], noise: [it rattles, it hums] }";
    private static final Map<String, List<String>> READ =
            Map.of("spill", List.of("oil on the floor", "a puddle"), "noise", List.of("it rattles", "it hums"));

    @TempDir
    private Path folder;

    private Draft draft(String step) {
        return Draft.in(folder)
                .line(6, "moderation: { bundle: models/sentences }")
                .line(13, "classify: { model: moderation" + step + " }");
    }

    private Draft examples(String examples) {
        return draft(", examples: " + examples);
    }

    @Test
    void theyStandInTheStep() {
        assertThat(examples(CLASSES + ", min-score: 0.7").steps())
                .containsExactly(new Classify("moderation", OptionalDouble.of(0.7), READ, LanguageScope.DECLARED));
    }

    @Test
    void orInAFileBesideTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("classes.yaml"), CLASSES);
        Files.writeString(
                folder.resolve("classes.json"),
                "{\"spill\": [\"oil on the floor\", \"a puddle\"], \"noise\": [\"it rattles\", \"it hums\"]}");

        Classify expected = new Classify("moderation", OptionalDouble.empty(), READ, LanguageScope.DECLARED);
        assertThat(examples("classes.yaml").steps()).containsExactly(expected);
        assertThat(examples("classes.json").steps()).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            { spill: [oil, water] } | : there is one class, and nothing to tell it from: give at least two; what fits neither is none
            { spill: [oil, water], noise: [] } | .noise: has no example; give at least 2, better ten
            { spill: [oil, water], noise: it hums } | .noise: has one example; give at least 2, better ten
            { spill: [oil, water], noise: [hum, ' '] } | .noise[1]: is empty
            { spill: [oil, water], noise: [hum, 'oil '] } | .noise[1]: "oil " stands twice, in spill and in noise
            { spill: [oil, oil], noise: [hum, rattle] } | .spill[1]: "oil" stands twice
            { none: [oil, water], noise: [hum, rattle] } | .none: is no name of a class: results say none where no class fits
            { spill: [oil, [water]], noise: [hum, rattle] } | .spill[1]: expected a value such as oil on the floor, got a list
            nothing.yaml | : %s/nothing.yaml is not there
            """)
    void whatCannotBeUsedIsToldWithItsPlace(String examples, String problem) {
        assertThat(examples(examples).problems())
                .containsExactly("line 13: routes[0].steps[0].classify.examples" + problem.formatted(folder));
    }

    @Test
    void anExampleThatIsTooLongIsToldWithItsLength() {
        String mouse = "🐭";

        assertThat(examples("{ spill: [oil, " + mouse.repeat(401) + "], noise: [hum, rattle] }")
                        .problems())
                .containsExactly("line 13: routes[0].steps[0].classify.examples.spill[1]: \"" + mouse.repeat(40)
                        + "…\" has 401 characters, an example has at most 400: give a sentence as people send it, and"
                        + " several in place of a long one");
        assertThat(examples("{ spill: [oil, " + mouse.repeat(400) + "], noise: [hum, rattle] }")
                        .problems())
                .isEmpty();
    }

    @Test
    void moreThanAStartCanReadIsTold() {
        StringBuilder many = new StringBuilder("{ noise: [hum, rattle], spill: [");
        for (int i = 0; i < 9_999; i++) {
            many.append("oil ").append(i).append(", ");
        }

        assertThat(examples(many + "] }").problems())
                .containsExactly(
                        "line 13: routes[0].steps[0].classify.examples: there are 10001, at most 10000: all are"
                                + " read at every start");
    }

    @Test
    void aBundleWithoutAVectorIsToldWithWhatToTake() {
        assertThat(Draft.in(folder)
                        .line(13, "classify: { model: extraction, examples: " + CLASSES + " }")
                        .problems())
                .containsExactly(
                        "line 13: routes[0].steps[0].classify.model: extraction@1.0.0 gives no vector to compare"
                                + " examples by (no head of kind vector): take the extraction bundle that ships, an embedding"
                                + " model (docs/models.md), or leave examples out");
    }

    @Test
    void aBundleThatOnlyGivesAVectorNeedsExamples() {
        assertThat(draft("").problems())
                .containsExactly(
                        "line 13: routes[0].steps[0].classify.examples: is missing: sentences@1.0.0 has no labels"
                                + " of its own for texts, and tells classes by example sentences");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            spill: [oil    | : line 1: .*
            [oil, water]   | : line 1: expected class names with lists of examples, got a list
            oil            | : line 1: expected class names with lists of examples, got the text "oil"
            {}             | : there are no classes: name at least two, each with a list of example sentences
            spill: [[oil]] | : line 1: classes.spill\\[0\\]: expected a value such as oil on the floor, got a list
            """)
    void aFileThatIsNoListOfClassesIsToldWithItsLine(String content, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("classes.yaml"), content);

        assertThatThrownBy(() -> ExamplesFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("(?s)\\Q" + file + "\\E" + problem);
    }

    @Test
    void aFileInAnotherEncodingIsTold() throws IOException {
        Path file = Files.write(
                folder.resolve("classes.yaml"), "spill: [Öl, Pfütze]".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ExamplesFile.read(file)).hasMessage(file + " is not UTF-8: save it in that encoding");
    }
}
