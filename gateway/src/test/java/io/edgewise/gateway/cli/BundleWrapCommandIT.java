// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.SharedData;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.model.SequenceModel;
import io.edgewise.testkit.model.SpamModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BundleWrapCommandIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void aModelWithMetadataIsWrappedAndAsked() {
        Path bundle = folder.resolve("spam");

        CommandRun run = CommandRun.of("bundle", "wrap", SpamModel.write(folder), bundle, "--name", "spam");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith(bundle + ": spam@1.0.0, classification\n")
                .contains("  tokenizer  regex, windows of 16 tokens\n")
                .contains("  says       label: [ham, spam]\n")
                .contains("  licence    Apache-2.0\n")
                .contains("  golden     5 texts, recorded from the model itself on TensorFlow Lite's own kernels\n")
                .contains("  note       output \"Identity\" is computed by SOFTMAX")
                .endsWith("try it: edgewise ask --bundle " + bundle + " TEXT\n");
        JsonNode answer = JSON.readTree(
                CommandRun.of("ask", "--bundle", bundle, "Buy", "now!").out());
        assertThat(answer.at("/classification/label").asString()).isEqualTo("spam");
        assertThat(answer.at("/classification/score").asDouble()).isGreaterThan(0.9);
        assertThat(answer.at("/classification/model").asString()).isEqualTo("spam@1.0.0");
        assertThat(answer.at("/classification/scores/ham").asDouble()).isLessThan(0.1);
    }

    @Test
    void aFileOfTextsIsClassified() throws IOException {
        Path bundle = folder.resolve("spam");
        CommandRun.of("bundle", "wrap", SpamModel.write(folder), bundle);
        // Several wait at once for two lanes; short ones, empty ones and some of several windows.
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            boolean empty = i % 50 == 49;
            boolean spam = i % 3 == 0;
            String text = "…, ".repeat(i % 5) + (spam ? "buy " : "pump ").repeat(1 + i % 40);
            lines.add("{\"id\":%d,\"text\":\"%s\"}".formatted(i, empty ? "…" : text));
            expected.add(empty ? "ham 0.5" : spam ? "spam" : "ham");
        }
        Path in = Files.write(folder.resolve("in.jsonl"), lines);
        Path out = folder.resolve("out.jsonl");

        CommandRun run = CommandRun.of("eval", "--bundle", bundle, "--in", in, "--out", out, "--lanes", 2);

        assertThat(run.code()).isZero();
        assertThat(Files.readAllLines(out))
                .extracting(line -> JSON.readTree(line).path("classification"))
                .extracting(answer ->
                        answer.path("label").asString() + (answer.path("score").asDouble() == 0.5 ? " 0.5" : ""))
                .isEqualTo(expected);
    }

    @Test
    void whatIsMissingIsToldAndNothingIsMade() {
        Path model = new SequenceModel(new float[] {0, 1}, new float[] {1, 0})
                .ids("ids", SequenceModel.INT32)
                .softmax()
                .writeTo(folder.resolve("bare.tflite"));

        CommandRun run = CommandRun.of("bundle", "wrap", model, folder.resolve("bare"));

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err())
                .startsWith("edgewise: no bundle can be made of " + model + ": there are no labels: ")
                .contains("\n  there is no vocabulary: ");
        assertThat(folder.resolve("bare")).doesNotExist();
    }

    @Test
    void everythingCanBeGiven() throws IOException {
        Path model = new SequenceModel(votes())
                .ids("x", SequenceModel.INT32)
                .mask("y", SequenceModel.INT32)
                .length(-1)
                .signature("main")
                .hidden("z")
                .writeTo(folder.resolve("bare.tflite"));
        Path labels = Files.write(folder.resolve("labels.txt"), List.of("a", "b"));
        Path bundle = folder.resolve("full");

        CommandRun run = CommandRun.of(
                "bundle",
                "wrap",
                model,
                bundle,
                "--task",
                "moderation",
                "--labels",
                labels,
                "--vocab",
                TinyFile.VOCABULARY.writeTo(folder),
                "--tokenizer",
                "wordpiece",
                "--lowercase",
                "true",
                "--signature",
                "main",
                "--input",
                "ids=x",
                "--input",
                "mask=1",
                "--output",
                "Identity",
                "--activation",
                "logits",
                "--tokens",
                "32",
                "--name",
                "full",
                "--licence",
                "MIT",
                "--source",
                "a test",
                "--golden-text",
                "the pump",
                "--golden-text",
                "a");

        assertThat(run.err()).isEmpty();
        JsonNode json = JSON.readTree(Files.readString(bundle.resolve("bundle.json")));
        assertThat(json.path("task").asString()).isEqualTo("moderation");
        assertThat(json.path("licence").asString()).isEqualTo("MIT");
        assertThat(json.path("source").asString()).isEqualTo("a test");
        assertThat(json.at("/model/inputs/mask").asString()).isEqualTo("y");
        assertThat(json.at("/window/tokens").asInt()).isEqualTo(32);
        assertThat(JSON.readTree(Files.readString(bundle.resolve("golden.json")))
                        .path("texts"))
                .hasSize(2);
    }

    private static float[][] votes() {
        float[][] votes = new float[120][2];
        votes[102] = new float[] {3, 0};
        return votes;
    }

    @Test
    void aRoleThatThereIsNotIsAMatterOfUsage() {
        Path model = TinyFile.MODERATION_FP32.writeTo(folder);

        assertThat(CommandRun.of("bundle", "wrap", model, folder.resolve("b"), "--input", "id=x"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2))
                .satisfies(
                        run -> assertThat(run.err())
                                .startsWith(
                                        "--input: unknown \"id\": did you mean \"ids\"? (have: ids, mask, type-ids, positions)"));
        assertThat(CommandRun.of("bundle", "wrap", model, folder.resolve("b"), "--tokens", "3"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).startsWith("--tokens: expected 8 to 65536, got 3"));
    }

    @Test
    void anEncoderOfEdgewisesOwnIsNoModelToBeWrapped() {
        CommandRun run = CommandRun.of("bundle", "wrap", TinyFile.MODERATION_FP32.writeTo(folder), folder.resolve("b"));

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err())
                .contains("signature \"packed\" takes several messages in one row: an encoder of Edgewise's own");
    }

    @Test
    void everyOptionOfThePageIsKnown() throws IOException {
        String page = Files.readString(ProjectRoot.path("docs/models.md"));
        String help = CommandRun.of("bundle", "wrap", "--help").out()
                + CommandRun.of("bundle", "inspect", "--help").out();
        // What follows is of models that are imported.
        Set<String> named = options(page.substring(0, page.indexOf("## Models that write")));
        named.remove("--bundle");

        assertThat(named).isNotEmpty().allSatisfy(option -> assertThat(help).contains(option));
    }

    private static Set<String> options(String page) {
        Set<String> named = new TreeSet<>();
        Pattern.compile("--[a-z][a-z-]+").matcher(page).results().forEach(found -> named.add(found.group()));
        return named;
    }

    /// From a file that others made to an answer, by the command line alone.
    @Test
    void aPublicModelIsWrappedAndAsked() {
        Path model = SharedData.require("models/odml_spam/models_TFLite_second_model.tflite");
        Path bundle = folder.resolve("spam");

        CommandRun wrap = CommandRun.of("bundle", "wrap", model, bundle, "--name", "spam");
        CommandRun ask = CommandRun.withInput(
                "You can visit my website for free online casino games\nstill need pick one\n",
                "ask",
                "--bundle",
                bundle);

        assertThat(wrap.code()).isZero();
        List<JsonNode> answers = ask.out().lines().map(JSON::readTree).toList();
        assertThat(answers)
                .extracting(a -> a.at("/classification/label").asString())
                .containsExactly("true", "false");
    }
}
