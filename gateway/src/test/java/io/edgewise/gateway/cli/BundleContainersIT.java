// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.SharedData;
import io.edgewise.testkit.container.LiteRtLm;
import io.edgewise.testkit.container.Proto;
import io.edgewise.testkit.container.TaskArchive;
import io.edgewise.testkit.model.CacheModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `.litertlm` and `.task` files of others, which are shown and not run.
class BundleContainersIT {
    @TempDir
    Path folder;

    @Test
    void aContainerIsShownWithEverythingInIt() {
        CommandRun run = CommandRun.of("bundle", "inspect", container());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("container   LiteRT-LM container 1.0.0\n  arch      all\n")
                .containsPattern("\n +[\\d,]+ bytes  0  tokenizer.json\n")
                .containsPattern(
                        "\n +[\\d,]+ bytes  2  TensorFlow Lite model, model_type tf_lite_prefill_decode, backend_constraint cpu\n")
                .contains("  kind      bpe, tokenizer.json of 24 bytes\n")
                .contains("  model     qwen3\n  context   512 tokens\n  stops     <|im_end|>, id 2\n")
                .contains("  user      <|im_start|>user\\n…<|im_end|>\\n\n")
                .contains("  prefill   8, 64 tokens at once\n  decode    a token\n")
                .contains("  cache     fixed length 512, the first layer's keys FLOAT32 [1, 512, 3, 4]\n")
                .contains("  custom    no operators\n")
                .contains("signature   prefill_64\n  in        tokens  INT32 [1, 64]\n")
                .containsPattern("  xnnpack   [1-9]\\d* of \\d+ nodes")
                .endsWith("\nIt is not run: edgewise bundle import says why, and what to do\n");
    }

    @Test
    void programsGetTheSameAsJson() {
        CommandRun run = CommandRun.of("bundle", "inspect", "--json", container());

        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(json.at("/container/version").asString()).isEqualTo("1.0.0");
        assertThat(json.at("/container/sections/2/items/model_type").asString()).isEqualTo("tf_lite_prefill_decode");
        assertThat(json.at("/tokenizers/0/kind").asString()).isEqualTo("bpe");
        assertThat(json.at("/notes/0/turns/user/suffix").asString()).isEqualTo("<|im_end|>\n");
        assertThat(json.at("/models/0/prefill").toString()).isEqualTo("[8,64]");
        assertThat(json.at("/models/0/cache-length").asInt()).isEqualTo(512);
        assertThat(json.at("/models/0/signatures").findValuesAsString("key"))
                .containsExactly("prefill_8", "prefill_64", "decode");
        assertThat(json.at("/models/0/delegates/0/delegated").asInt()).isPositive();
    }

    private Path container() {
        Proto notes = new Proto()
                .message(2, new Proto().text(2, "<|im_end|>"))
                .message(2, new Proto().message(1, new Proto().packed(1, 2)))
                .message(
                        3,
                        new Proto()
                                .message(
                                        1,
                                        new Proto()
                                                .text(1, "<|im_start|>user\n")
                                                .text(2, "<|im_end|>\n")))
                .number(5, 512)
                .message(6, new Proto().message(5, new Proto()));
        return new LiteRtLm()
                .says("arch", "all")
                .tokenizer("{\"model\":{\"type\":\"BPE\"}}")
                .section(LiteRtLm.NOTES, notes.bytes())
                .section(
                        LiteRtLm.MODEL,
                        new CacheModel(512, 8, 64).bytes(),
                        "model_type",
                        "tf_lite_prefill_decode",
                        "backend_constraint",
                        "cpu")
                .writeTo(folder.resolve("model.litertlm"));
    }

    @Test
    void operatorsThatTheLibraryLacksDoNotHideTheRest() {
        Path file = new TaskArchive()
                .stored(
                        "TF_LITE_PREFILL_DECODE",
                        new CacheModel(64, 8).custom("odml.update_kv_cache").bytes(),
                        true)
                .writeTo(folder.resolve("model.task"));

        CommandRun run = CommandRun.of("bundle", "inspect", file);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("container   MediaPipe task file\n")
                .contains("  custom    odml.update_kv_cache\n")
                .contains("  xnnpack   0 of 5 nodes; left to TensorFlow Lite's own kernels: {odml.update_kv_cache=5},"
                        + " of which none is for odml.update_kv_cache\n");
    }

    @Test
    void aModelThatBeginsAtAnOddByteIsShownWithoutDelegates() {
        Path file = new TaskArchive()
                .stored("TF_LITE_PREFILL_DECODE", new CacheModel(64, 8).bytes(), false)
                .writeTo(folder.resolve("model.task"));

        CommandRun run = CommandRun.of("bundle", "inspect", file);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("  cache     fixed length 64, ")
                .contains("  not tried its weights begin at byte 65, ")
                .contains("unzip -p FILE TF_LITE_PREFILL_DECODE > model.tflite");
    }

    @Test
    void damageInOneSectionDoesNotHideTheOthers() {
        Path file = new LiteRtLm()
                .tokenizer("[")
                .section(LiteRtLm.NOTES, new byte[] {10, 100})
                .section(LiteRtLm.MODEL, new byte[100])
                .section(
                        LiteRtLm.SENTENCE_PIECE,
                        new Proto().message(2, new Proto()).bytes())
                .writeTo(folder.resolve("model.litertlm"));

        CommandRun run = CommandRun.of("bundle", "inspect", file);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("  damaged   " + file + " has in its section 1 notes on the model that are damaged")
                .contains("no TFL3 mark at its start")
                .contains("  kind      unigram, SentencePiece model of 2 bytes\n");
    }

    @Test
    void noNameInAContainerMovesATerminalsCursor() {
        String csi = "\u009B2J\u001B[31m";
        Path file = new LiteRtLm()
                .says("arch" + csi, csi)
                .section(
                        LiteRtLm.NOTES,
                        new Proto().message(2, new Proto().text(2, csi)).bytes(),
                        csi,
                        csi)
                .section(
                        LiteRtLm.MODEL,
                        new CacheModel(64, 8).custom("Own" + csi).bytes())
                .writeTo(folder.resolve("m.litertlm"));

        for (CommandRun run : List.of(
                CommandRun.of("bundle", "inspect", file),
                CommandRun.of("bundle", "inspect", "--json", file),
                CommandRun.of("bundle", "import", file, folder.resolve("bundle")))) {
            assertThat((run.out() + run.err()).codePoints().filter(c -> c != '\n'))
                    .isNotEmpty()
                    .noneMatch(Character::isISOControl);
        }
    }

    @Test
    void noBundleIsMadeOfAContainer() {
        Path bundle = folder.resolve("bundle");
        for (String command : List.of("import", "wrap")) {
            CommandRun run = CommandRun.of("bundle", command, container(), bundle);

            assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
            assertThat(run.err())
                    .startsWith("edgewise: no bundle can be made of ")
                    .contains("it is a LiteRT-LM container 1.0.0 with a tokenizer (tokenizer.json, bpe) and a graph for"
                            + " prefill (8, 64 tokens at once) and decode whose cache has the fixed length 512.")
                    .contains("import the checkpoint that it was made of")
                    .doesNotContain("\tat ", "defect");
            assertThat(bundle).doesNotExist();
        }
    }

    @Test
    void theTokenizerOfLiteRtLmsOwnTestsIsToldToHaveNoGraph() {
        Path file = SharedData.require("models/litertlm_testdata/test_hf_tokenizer.litertlm");

        CommandRun inspected = CommandRun.of("bundle", "inspect", file);
        CommandRun imported = CommandRun.of("bundle", "import", file, folder.resolve("bundle"));

        assertThat(inspected.out()).contains("  kind      bpe, tokenizer.json of 2,104,556 bytes\n");
        assertThat(imported.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(imported.err())
                .contains("with a tokenizer (tokenizer.json, bpe) and no graph. There is nothing in it to run: import");
    }
}
