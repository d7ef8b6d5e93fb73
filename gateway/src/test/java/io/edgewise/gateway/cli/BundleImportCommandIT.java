// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.SharedData;
import io.edgewise.testkit.checkpoint.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BundleImportCommandIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void aCheckpointIsImportedAndAsked() {
        Path bundle = folder.resolve("mood");

        CommandRun run = CommandRun.of("bundle", "import", TinyCheckpoint.DISTILBERT_LABEL.writeTo(folder), bundle);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith(bundle + ": mood@1.0.0, classification, int8\n")
                .contains("  tokenizer  wordpiece, windows of 64 tokens\n")
                .contains("  says       label: [calm, angry]\n")
                .contains("  golden     5 texts, recorded from the model itself on ")
                .contains("  float32    label: at most 0.")
                .contains("  note       nobody says under which licence the weights are")
                .endsWith("try it: edgewise ask --bundle " + bundle + " TEXT\n");
        JsonNode answer = JSON.readTree(
                CommandRun.of("ask", "--bundle", bundle, "the pump").out());
        assertThat(answer.at("/classification/label").asString()).isIn("calm", "angry");
        assertThat(answer.at("/classification/model").asString()).isEqualTo("mood@1.0.0");
    }

    @Test
    void noControlCharacterOfWhatOthersWroteReachesTheTerminal() {
        Path checkpoint = TinyCheckpoint.DISTILBERT_LABEL.writeTo(folder);

        CommandRun run = CommandRun.of(
                "bundle", "import", "--licence", "MIT\u001B[31m\u009B2J", checkpoint, folder.resolve("mood"));

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("  licence    MIT")
                .doesNotContain("\u001B")
                .doesNotContain("\u009B");
    }

    @Test
    void everythingCanBeGiven() throws IOException {
        Path bundle = folder.resolve("full");

        CommandRun run = CommandRun.of(
                "bundle",
                "import",
                "--task",
                "moderation",
                "--weights",
                "fp16",
                "--tokens",
                "32",
                "--name",
                "rude",
                "--licence",
                "MIT",
                "--source",
                "a test",
                "--golden-text",
                "the pump",
                "--golden-text",
                "a",
                TinyCheckpoint.BERT_LABELS.writeTo(folder),
                bundle);

        assertThat(run.err()).isEmpty();
        JsonNode json = JSON.readTree(Files.readString(bundle.resolve("bundle.json")));
        assertThat(json.path("task").asString()).isEqualTo("moderation");
        assertThat(json.path("name").asString()).isEqualTo("rude");
        assertThat(json.path("licence").asString()).isEqualTo("MIT");
        assertThat(json.path("source").asString()).isEqualTo("a test");
        assertThat(json.at("/window/tokens").asInt()).isEqualTo(32);
        assertThat(json.at("/model/pooling").asString()).isEqualTo("first");
        assertThat(JSON.readTree(Files.readString(bundle.resolve("golden.json")))
                        .path("texts"))
                .hasSize(2);
        assertThat(Files.readString(bundle.resolve("MODEL_CARD.md")))
                .contains("| weights | fp16 |")
                .contains("`rude`, `spam`, `threat`");
        assertThat(JSON.readTree(CommandRun.of("ask", "--bundle", bundle, "a").out())
                        .at("/moderation/scores/spam")
                        .isNumber())
                .isTrue();
    }

    @Test
    void aTaggersGroupIsTheCallersToName() throws IOException {
        Path bundle = folder.resolve("parts");

        CommandRun.of(
                "bundle", "import", "--group", "spans=maintenance", TinyCheckpoint.BERT_TAGGER.writeTo(folder), bundle);

        assertThat(JSON.readTree(Files.readString(bundle.resolve("bundle.json")))
                        .at("/heads/0/group")
                        .asString())
                .isEqualTo("maintenance");
    }

    @Test
    void whatIsWrongIsToldAndNothingIsMade() throws IOException {
        Path checkpoint = TinyCheckpoint.BERT_LABELS.writeTo(folder);
        Files.move(checkpoint.resolve("model.safetensors"), checkpoint.resolve("pytorch_model.bin"));
        Files.delete(checkpoint.resolve("tokenizer.json"));
        Files.delete(checkpoint.resolve("vocab.txt"));

        CommandRun run = CommandRun.of("bundle", "import", checkpoint, folder.resolve("b"));

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err())
                .startsWith("edgewise: no bundle can be made of " + checkpoint + ": there is no model.safetensors, only"
                        + " [pytorch_model.bin]: pickle files run code when they are read")
                .contains("\n  there is no tokenizer: ");
        assertThat(folder.resolve("b")).doesNotExist();
        assertThat(folder)
                .isDirectoryNotContaining(
                        file -> String.valueOf(file.getFileName()).startsWith("."));
    }

    @Test
    void everyOptionOfThePageIsKnown() throws IOException {
        String help = CommandRun.of("bundle", "import", "--help").out();
        TreeSet<String> named = new TreeSet<>();
        Pattern.compile("--[a-z][a-z-]+")
                .matcher(Files.readString(ProjectRoot.path("docs/importing.md")))
                .results()
                .forEach(found -> named.add(found.group()));
        named.removeAll(List.of("--bundle"));

        assertThat(named).isNotEmpty().allSatisfy(option -> assertThat(help).contains(option));
    }

    /// Our own checkpoint, by the command line alone.
    @Test
    void theExtractionCheckpointIsImportedAndAsked() {
        Path checkpoint = SharedData.require("models/edgewise/extraction");
        Path bundle = folder.resolve("extraction");

        CommandRun run = CommandRun.of(
                "bundle",
                "import",
                "--heads",
                "intent,device,industrial_mwo",
                "--group",
                "intent=device",
                "--group",
                "industrial_mwo=work-order",
                checkpoint,
                bundle);
        CommandRun ask = CommandRun.of("ask", "--bundle", bundle, "replace seal on pump 3");

        assertThat(run.code()).isZero();
        JsonNode fields = JSON.readTree(ask.out()).at("/extraction/fields");
        assertThat(fields)
                .extracting(field -> field.path("group").asString() + " "
                        + field.path("type").asString() + " "
                        + field.path("text").asString())
                .contains("work-order ACTIVITY replace", "work-order EQUIPMENT seal");
    }
}
