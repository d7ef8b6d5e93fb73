// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.Signatures;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.checkpoint.TinyDecoder;
import io.edgewise.testkit.checkpoint.TinyTokenizer;
import io.edgewise.testkit.model.SequenceModel;
import io.edgewise.testkit.model.SpamModel;
import io.edgewise.testkit.model.TextMetadata;
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

class BundleInspectCommandIT {
    @TempDir
    Path folder;

    @Test
    void aBundleIsShownWithEverythingInIt() {
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve("moderation"));

        CommandRun run = CommandRun.of("bundle", "inspect", bundle);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("bundle      moderation@1.2.3, moderation\n")
                .contains("120 rows")
                .contains("form        packed\n")
                .contains("head        moderation, labels, logits, 7 labels: toxic, ")
                .contains("signature   packed\n")
                .contains("ids  INT32 [1, -1]\n")
                .contains("pool  FLOAT32 [1, -1, -1]\n")
                .containsPattern("\n +7  FULLY_CONNECTED\n")
                .contains("  xnnpack   57 of 59 nodes; left to TensorFlow Lite's own kernels: {GATHER=2}\n")
                .contains("  none      refused: model ")
                .contains("7 int8 FULLY_CONNECTED nodes are left outside every delegate")
                .containsPattern("\n +3,840 bytes +11.2 %  GATHER  INT8 \\[120, 32]\n")
                .containsPattern("\n +224 bytes +0.7 %  FULLY_CONNECTED  INT8 \\[7, 32], for moderation alone\n")
                .containsPattern("  weights INT8 +[\\d,]+ bytes")
                .containsPattern("  together +34,416 bytes  100.0 %\n");
    }

    @Test
    void aSignatureIsMentioned() throws IOException {
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve("moderation"));
        assertThat(CommandRun.of("bundle", "inspect", bundle).out()).contains("signed      no\n");
        Signatures.key(folder, "release");
        Signatures.sign(bundle, folder.resolve("release.pem"));

        assertThat(CommandRun.of("bundle", "inspect", bundle).out())
                .contains("signed      yes; edgewise bundle verify");
        assertThat(new JsonMapper()
                        .readTree(CommandRun.of("bundle", "inspect", "--json", bundle)
                                .out())
                        .at("/bundle/signed")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aBundleThatWritesIsShownWithItsTurnsAndItsContext() throws IOException {
        Path checkpoint = TinyDecoder.LLAMA.writeTo(folder);
        TinyTokenizer.writeTo(checkpoint);
        Files.writeString(checkpoint.resolve("tokenizer_config.json"), """
                {"bos_token":"<s>","eos_token":"</s>","chat_template":"{{ bos_token }}{% for m in messages %}\
                {% if m['role'] == 'system' %}{{ m['content'] + '\\n' }}{% else %}\
                {{ '<|' + m['role'] + '|>\\n' + m['content'] + eos_token + '\\n' }}{% endif %}{% endfor %}\
                {% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}"}
                """);
        Path bundle = folder.resolve("writer");
        CommandRun imported = CommandRun.of("bundle", "import", checkpoint, bundle);
        assertThat(imported.code()).as(imported.err()).isZero();

        CommandRun run = CommandRun.of("bundle", "inspect", bundle);
        JsonNode json = new JsonMapper()
                .readTree(CommandRun.of("bundle", "inspect", "--json", bundle).out());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("@1.0.0, generation\n")
                .contains("user        <|user|>\\n…</s>\\n\n")
                .contains("stop        </s>\n")
                .containsPattern("context     \\d+ tokens")
                .containsPattern("golden      golden.*, at most 0\\.\\d+ nats")
                .containsPattern("\n +\\d+  FULLY_CONNECTED\n")
                .containsPattern("  xnnpack   \\d+ of \\d+ nodes");
        assertThat(json.at("/bundle/task").asString()).isEqualTo("generation");
        assertThat(json.at("/bundle/stop/0").asString()).isEqualTo("</s>");
        assertThat(json.at("/bundle/context").asInt()).isPositive();
    }

    @Test
    void aModelFileNeedsNoBundle() {
        CommandRun run = CommandRun.of("bundle", "inspect", TinyFile.MODERATION_FP32.writeTo(folder));

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("signature   packed\n")
                .contains("  none      0 of ")
                .doesNotContain("tokenizer", "INT8");
    }

    @Test
    void whatAModelSaysOfItselfIsShown() {
        Path file = spam().writeTo(folder.resolve("spam.tflite"));

        CommandRun run = CommandRun.of("bundle", "inspect", file);
        CommandRun json = CommandRun.of("bundle", "inspect", "--json", file);

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("WHAT THE MODEL SAYS OF ITSELF\n  name      a ␛[31m spam classifier\n")
                .contains("  licence   Apache License. Version 2.0\n")
                .contains("  in        input_text, numbers, words between [^\\w]+ (vocab.txt vocabulary)\n")
                .contains("  out       probability, numbers, scores from 0.25, labels.txt axis labels\n")
                .contains("  files     labels.txt, vocab.txt\n");
        JsonNode says = new JsonMapper().readTree(json.out()).path("says");
        assertThat(says.at("/licence/0").asString()).isEqualTo("Apache License. Version 2.0");
        assertThat(says.at("/in/0").asString()).startsWith("input_text, numbers");
    }

    @Test
    void aWrappedBundleIsShownWithRolesAndWhatItsNumbersAre() {
        Path bundle = folder.resolve("spam");
        CommandRun.of("bundle", "wrap", SpamModel.write(folder), bundle);

        CommandRun run = CommandRun.of("bundle", "inspect", bundle);
        JsonNode json = new JsonMapper()
                .readTree(CommandRun.of("bundle", "inspect", "--json", bundle).out());

        assertThat(run.out())
                .contains("form        sequence\n  ids       input_1\n")
                .contains("head        label, choice, softmax, 2 labels: ham, spam\n");
        assertThat(json.at("/bundle/form").asString()).isEqualTo("sequence");
        assertThat(json.at("/bundle/inputs/ids").asString()).isEqualTo("input_1");
        assertThat(json.at("/bundle/heads/label").toString())
                .isEqualTo("{\"kind\":\"choice\",\"tensor\":\"Identity\",\"activation\":\"softmax\",\"width\":2,"
                        + "\"labels\":[\"ham\",\"spam\"]}");
    }

    @Test
    void noNameInAModelMovesATerminalsCursor() {
        String csi = "\u009B2J\u001B[31m";
        Path file = new SequenceModel(new float[] {0, 1}, new float[] {1, 0})
                .ids("ids" + csi, SequenceModel.INT32)
                .signature("serve" + csi)
                .custom("Own" + csi)
                .metadata(new TextMetadata("a" + csi).input("b" + csi).output("c", ""))
                .writeTo(folder.resolve("m.tflite"));

        for (CommandRun run : List.of(
                CommandRun.of("bundle", "inspect", file),
                CommandRun.of("bundle", "inspect", "--json", file),
                CommandRun.of("bundle", "wrap", file, folder.resolve("bundle")))) {
            assertThat((run.out() + run.err()).codePoints().filter(c -> c != '\n'))
                    .isNotEmpty()
                    .noneMatch(Character::isISOControl);
        }
    }

    @Test
    void damageInWhatItSaysDoesNotHideTheRest() {
        Path file = spam().metadata(new byte[] {1, 2, 3}).writeTo(folder.resolve("spam.tflite"));

        CommandRun run = CommandRun.of("bundle", "inspect", file);

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("  damaged   the metadata of model file " + file + " is damaged: it has no M001 mark")
                .contains("  together ");
    }

    private static SequenceModel spam() {
        return new SequenceModel(new float[] {0, 1}, new float[] {1, 0})
                .ids("input", SequenceModel.INT32)
                .metadata(new TextMetadata("a \u001b[31m spam classifier")
                        .input("input_text")
                        .regex("[^\\w]+", "vocab.txt")
                        .output("probability", "labels.txt")
                        .threshold(0.25f))
                .file("labels.txt", "no\nyes")
                .file("vocab.txt", "<PAD> 0\n<UNKNOWN> 1");
    }

    @Test
    void programsGetTheSameAsJson() {
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve("moderation"));

        CommandRun run = CommandRun.of("bundle", "inspect", "--json", bundle);

        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(json.at("/bundle/id").asString()).isEqualTo("moderation@1.2.3");
        assertThat(json.at("/bundle/heads/moderation/labels").size()).isEqualTo(7);
        assertThat(json.at("/signatures/0/key").asString()).isEqualTo("packed");
        assertThat(json.at("/signatures/0/inputs").findValuesAsString("name")).contains("ids", "pool");
        assertThat(json.at("/graphs/0/operators/FULLY_CONNECTED").asInt()).isEqualTo(7);
        assertThat(json.at("/delegates/0/delegated").asInt()).isEqualTo(57);
        assertThat(json.at("/delegates/0/left/GATHER").asInt()).isEqualTo(2);
        assertThat(json.at("/delegates/1/refused").asString()).contains("FULLY_CONNECTED");
        assertThat(json.at("/weights"))
                .filteredOn(part -> part.at("/only-for").asString("").equals("moderation"))
                .anyMatch(part -> part.at("/shape").toString().equals("[7,32]")
                        && part.at("/count").asInt() == 1);
        long weights = json.at("/bytes/weights")
                .valueStream()
                .mapToLong(JsonNode::asLong)
                .sum();
        assertThat(weights + json.at("/bytes/other").asLong())
                .isEqualTo(json.at("/bytes/total").asLong())
                .isEqualTo(34_416);
    }

    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"NO_DESCRIPTOR", "NOT_JSON", "CHANGED_BYTE", "MISSING_FILE", "NOT_A_MODEL"})
    void aFlawedBundleIsASentence(Flaw flaw) {
        refused(TinyBundles.moderation().flawed(flaw).writeTo(folder.resolve("bundle")));
    }

    @Test
    void whatIsNoModelIsASentence() {
        assertThat(refused(folder.resolve("none.tflite"))).contains("none.tflite is not there");
        assertThat(refused(TinyFile.VOCABULARY.writeTo(folder))).contains("it is not a TensorFlow Lite model");
    }

    private static String refused(Path what) {
        CommandRun run = CommandRun.of("bundle", "inspect", what);

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err()).startsWith("edgewise: ").doesNotContain("\tat ", "defect");
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    @Test
    void aBundleCommandIsNamed() {
        assertThat(CommandRun.of("bundle").code()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("bundle", "inspect").code()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("bundle", "--help").out()).contains("inspect");
    }
}
