// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlePlanCommandTest {
    private static final String SMOLLM2_135M = """
            {"model_type": "llama", "hidden_size": 576, "num_hidden_layers": 30, "num_attention_heads": 9,
             "num_key_value_heads": 3, "intermediate_size": 1536, "vocab_size": 49152,
             "max_position_embeddings": 8192, "rope_theta": 100000, "tie_word_embeddings": true}""";

    @TempDir
    Path folder;

    private Path config(String json) throws IOException {
        return Files.writeString(folder.resolve("config.json"), json);
    }

    /// The file of the bundle that `models/get-smollm2` makes has 138,310,912 bytes.
    @Test
    void whatAModelNeedsIsToldWithoutItsWeights() throws IOException {
        CommandRun run = CommandRun.of("bundle", "plan", config(SMOLLM2_135M));

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("  file       138 MB, and as much again on the board's disk for packed weights\n"
                        + "  memory     390 MB = weights 138 MB + cache of 2048 tokens 94 MB + 157 MB for all else: a board"
                        + " with 1 GB\n  speed      Raspberry Pi 4 11.3 to 23.7 tokens/s; Raspberry Pi 5 29.1 to 49.2 tokens/s;"
                        + " this machine reads ")
                .endsWith(" tokens/s\n");
    }

    @Test
    void formAndContextCanBeChosen() throws IOException {
        Path config = config(SMOLLM2_135M);

        assertThat(CommandRun.of("bundle", "plan", "--context", 512, config).out())
                .contains("cache of 512 tokens 24 MB");
        assertThat(CommandRun.of("bundle", "plan", "--weights", "int4", config).out())
                .startsWith("  file       9");
        assertThat(CommandRun.of("bundle", "plan", "--weights", "blocks", config))
                .satisfies(run -> assertThat(run.code()).isEqualTo(ExitCode.USAGE))
                .satisfies(run -> assertThat(run.err()).contains("bundle import says what they need"));
    }

    @Test
    void aModelWhoseFileWouldBeTooLargeIsPlannedAndRefused() throws IOException {
        CommandRun run = CommandRun.of("bundle", "plan", config(SMOLLM2_135M.replace("576", "5760")));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("  refused    the graph would have ").contains("take int4 or blocks");
    }

    @Test
    void whatImportRefusesIsRefusedWithTheSameSentence() throws IOException {
        CommandRun run = CommandRun.of("bundle", "plan", config("{\"model_type\": \"mamba\"}"));

        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("model_type \"mamba\"");
        assertThat(CommandRun.of("bundle", "plan", folder.resolve("nowhere.json"))
                        .err())
                .contains("it is not there; name a model's config.json");
    }
}
