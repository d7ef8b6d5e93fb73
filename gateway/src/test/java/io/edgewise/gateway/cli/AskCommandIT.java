// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AskCommandIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void wordsAreOneText() {
        CommandRun run = CommandRun.of("ask", "-b", moderation(), "the", "pump", "is", "hot");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode answer = only(run);
        assertThat(answer.path("text").asString()).isEqualTo("the pump is hot");
        assertThat(answer.path("moderation").path("verdict").asString()).isIn("allow", "review", "block");
        assertThat(answer.path("moderation").path("model").asString()).isEqualTo("moderation@1.2.3");
        assertThat(answer.path("moderation").path("scores").size()).isEqualTo(7);
        assertThat(answer.path("windows").asInt()).isEqualTo(1);
        assertThat(answer.has("id")).isFalse();
    }

    @Test
    void anExtractionAnswersWithFieldsAndPatterns() {
        Path bundle = TinyBundles.extraction().writeTo(folder.resolve("extraction"));

        JsonNode answer = only(CommandRun.of("ask", "-b", bundle, "call 555-0134"));

        assertThat(answer.path("extraction").path("fields").findValuesAsString("type"))
                .contains("PHONE");
    }

    @Test
    void aTextInALanguageThatTheBundleDoesNotDeclareIsNotGuessedAt() {
        String german = "bitte schalte das licht in der küche aus, ruf an unter 555-0134";
        Path extraction = TinyBundles.extraction().writeTo(folder.resolve("extraction"));

        JsonNode moderated = only(CommandRun.of("ask", "-b", moderation(), german));
        JsonNode extracted = only(CommandRun.of("ask", "-b", extraction, german));

        assertThat(moderated.at("/moderation/language").asString()).isEqualTo("unsupported");
        assertThat(moderated.at("/moderation/verdict").asString()).isEqualTo("review");
        assertThat(moderated.at("/moderation/scores").size()).isZero();
        assertThat(moderated.path("tokens").asInt()).isZero();
        assertThat(extracted.at("/extraction/language").asString()).isEqualTo("unsupported");
        assertThat(extracted.at("/extraction/fields").size()).isZero();
    }

    @Test
    void whoWantsAGuessGetsOne() {
        String german = "bitte schalte das licht in der küche aus";

        JsonNode answer = only(CommandRun.of("ask", "-b", moderation(), "--any-language", german));

        assertThat(answer.path("moderation").has("language")).isFalse();
        assertThat(answer.at("/moderation/scores").size()).isEqualTo(7);
    }

    @Test
    void withoutATextEachLineOfTheInputIsOne() {
        CommandRun run = CommandRun.withInput("the pump\n\n   \nZürich 🔥\nlast line", "ask", "-b", moderation());

        assertThat(run.code()).isZero();
        assertThat(lines(run))
                .extracting(line -> line.path("text").asString())
                .containsExactly("the pump", "Zürich 🔥", "last line");
    }

    @Test
    void noInputIsNoAnswerAndNoFailure() {
        assertThat(CommandRun.withInput("", "ask", "-b", moderation())).isEqualTo(new CommandRun(0, "", ""));
    }

    @Test
    void textThatLooksLikeAnOptionComesAfterTwoDashes() {
        assertThat(only(CommandRun.of("ask", "-b", moderation(), "--", "-5 °C", "--help"))
                        .path("text")
                        .asString())
                .isEqualTo("-5 °C --help");
    }

    @Test
    void anEmptyTextIsAnswered() {
        CommandRun run = CommandRun.of("ask", "-b", moderation(), "");

        assertThat(run.code()).isZero();
        assertThat(only(run).path("moderation").path("verdict").asString()).isNotEmpty();
    }

    @Test
    void aBundleThatIsNotThereIsASentence() {
        CommandRun run = CommandRun.of("ask", "-b", folder.resolve("nothing"), "hello");

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err()).startsWith("edgewise: ").contains("nothing", "there is no such directory");
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"NO_DESCRIPTOR", "NOT_JSON", "CHANGED_BYTE", "MISSING_FILE", "NOT_A_MODEL", "OTHER_GOLDEN_LOGITS"})
    void aFlawedBundleIsASentence(Flaw flaw) {
        Path bundle = TinyBundles.moderation().flawed(flaw).writeTo(folder.resolve("bundle"));

        CommandRun run = CommandRun.of("ask", "-b", bundle, "hello");

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err()).startsWith("edgewise: ").doesNotContain("\tat ", "defect");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void classesAreTriedOutByExamples() throws IOException {
        Path classes = Files.writeString(folder.resolve("classes.yaml"), """
                spill: [oil on the floor, there is a puddle under the press, the floor is wet at the dock]
                noise: [the fan makes a grinding noise, strange sound from the gearbox, the motor is squealing]
                """);
        Path bundle = ProjectRoot.path("models/extraction");

        CommandRun run = CommandRun.withInput(
                "water on the floor\nthe pump makes a loud noise\nwhat time is lunch",
                "ask",
                "-b",
                bundle,
                "--examples",
                classes);

        assertThat(lines(run))
                .extracting(line -> line.path("classification").path("label").asString())
                .containsExactly("spill", "noise", "none");
        assertThat(only(CommandRun.of(
                                "ask", "-b", bundle, "--examples", classes, "--min-score", "1", "water on the floor"))
                        .path("classification")
                        .path("label")
                        .asString())
                .isEqualTo("none");
    }

    @Test
    void examplesThatCannotBeUsedAreASentence() throws IOException {
        Path classes = Files.writeString(folder.resolve("classes.yaml"), "spill: [oil on the floor]");
        Path nothing = folder.resolve("nothing.yaml");
        Path two = Files.writeString(folder.resolve("two.yaml"), "a: [b, c]\nd: [e, f]");

        assertThat(CommandRun.of("ask", "-b", moderation(), "--examples", classes, "hello")
                        .err())
                .isEqualTo("edgewise: " + classes + " can't be used\n"
                        + "  there is one class, and nothing to tell it from: give at least two; what fits neither is"
                        + " none\n  spill: has one example; give at least 2, better ten\n");
        assertThat(CommandRun.of("ask", "-b", moderation(), "--examples", nothing, "hello")
                        .err())
                .isEqualTo("edgewise: " + nothing + " is not there\n");
        assertThat(CommandRun.of("ask", "-b", moderation(), "--examples", two, "hello")
                        .err())
                .startsWith("edgewise: moderation@1.2.3 gives no vector to compare examples by");
        assertThat(CommandRun.of("ask", "-b", moderation(), "--min-score", "0.5", "hello")
                        .err())
                .isEqualTo("edgewise: --min-score goes with --examples\n");
        assertThat(CommandRun.of("ask", "-b", moderation(), "--examples", two, "--min-score", "2", "hello")
                        .err())
                .isEqualTo("edgewise: --min-score is 2.0, expected 0 to 1\n");
    }

    private Path moderation() {
        return TinyBundles.moderation().writeTo(folder.resolve("moderation"));
    }

    private static JsonNode only(CommandRun run) {
        List<JsonNode> lines = lines(run);
        assertThat(lines).as(run.err()).hasSize(1);
        return lines.getFirst();
    }

    private static List<JsonNode> lines(CommandRun run) {
        return run.out().lines().map(JSON::readTree).toList();
    }
}
