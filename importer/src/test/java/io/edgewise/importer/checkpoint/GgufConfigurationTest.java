// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.importer.decoder.DecoderModelReader;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.testkit.checkpoint.Gguf;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufConfigurationTest {
    private final Findings findings = new Findings();

    @TempDir
    Path folder;

    private GgufCheckpoint open(Gguf gguf) {
        return TinyGguf.open(gguf, folder, findings);
    }

    @Test
    void llamaIsConfiguredAsByItsConfigJson() {
        try (GgufCheckpoint opened = open(TinyGguf.llama())) {
            assertThat(TinyGguf.values(opened.configuration()))
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("model_type", "llama"),
                            Map.entry("vocab_size", "260"),
                            Map.entry("tie_word_embeddings", "true"),
                            Map.entry("hidden_size", "32"),
                            Map.entry("num_hidden_layers", "1"),
                            Map.entry("num_attention_heads", "4"),
                            Map.entry("num_key_value_heads", "2"),
                            Map.entry("head_dim", "8"),
                            Map.entry("intermediate_size", "64"),
                            Map.entry("max_position_embeddings", "128"),
                            Map.entry("rope_theta", "50000.0"),
                            Map.entry("rms_norm_eps", "1.0E-5"),
                            Map.entry("attention_bias", "false"),
                            Map.entry("mlp_bias", "false"),
                            Map.entry("hidden_act", "silu"),
                            Map.entry("bos_token_id", "1"),
                            Map.entry("eos_token_id", "0")));
            assertThat(opened.configuration().texts("architectures")).containsExactly("LlamaForCausalLM");
            assertThat(opened.chatTemplate()).contains("{{ messages }}");
            assertThat(opened.endIds()).containsExactly(0);
            assertThat(opened.metadata().text("general.architecture")).contains("llama");
        }
    }

    @Test
    void gemma3HasASecondFrequency() {
        try (GgufCheckpoint opened = open(TinyGguf.rms("gemma3"))) {
            assertThat(TinyGguf.values(opened.configuration()))
                    .containsEntry("model_type", "gemma3_text")
                    .containsEntry("rope_theta", "1000000.0")
                    .containsEntry("rope_local_base_freq", "10000.0")
                    .containsEntry("sliding_window_pattern", "6");
        }
    }

    /// Who has no `config.json` reads the name of the file that he has.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            llama.attention.head_count_kv  | 3  | 64  | tiny.gguf: 4 attention heads can't share 3 heads of keys and values
            llama.attention.sliding_window | 16 | 64  | tiny.gguf: sliding_window is 16, and a context of 64 tokens is asked for
            llama.attention.head_count_kv  | 4  | 129 | a context of 129 tokens is asked for, by tiny.gguf the model looks at 128
            llama.attention.head_count_kv  | 4  | 64  | tiny.gguf does not explain 1 tensor, adapter.weight
            """)
    void whatStandsAgainstAGraphIsToldOfTheFile(String key, int value, int context, String sentence) {
        Gguf gguf = TinyGguf.layer(
                        TinyGguf.withShape("llama")
                                .put("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                                .put(key, value),
                        32)
                .floats("output_norm.weight", List.of(32), TinyGguf.counted(32))
                .floats("adapter.weight", List.of(1), 1);

        try (GgufCheckpoint opened = open(gguf)) {
            assertThat(new DecoderModelReader(opened.checkpoint(), findings)
                            .read(opened.configuration(), OptionalInt.of(context))
                            .filter(model -> !findings.hasProblems()))
                    .isEmpty();
            assertThat(findings.problems()).anyMatch(problem -> problem.startsWith(sentence));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, llama3", "32, llama3", "1, none"})
    void theRuleBehindTheFrequenciesOfLlama3IsFound(float factor, String type) {
        Gguf gguf = TinyGguf.llama().floats("rope_freqs.weight", List.of(4), frequencies(factor));

        try (GgufCheckpoint opened = open(gguf)) {
            Configuration scaling = opened.configuration().block("rope_scaling");

            assertThat(scaling.text("rope_type").orElse("none")).isEqualTo(type);
            assertThat(scaling.number("factor", 1, 1, 99)).isEqualTo(factor);
            assertThat(scaling.integer("original_max_position_embeddings", 8192, 1, 9999))
                    .isEqualTo(8192);
            assertThat(opened.checkpoint().names()).doesNotContain("rope_freqs.weight");
        }
    }

    /// For a base of 50,000: frequencies 1, 0.0669, 0.00447, 0.000299, wavelengths 6, 94, 1405, 21011.
    private static float[] frequencies(float factor) {
        return new float[] {1, 1, 1, factor};
    }

    @Test
    void anotherRuleIsAProblem() {
        Gguf gguf = TinyGguf.llama().floats("rope_freqs.weight", List.of(4), 1, 2, 3, 8);

        try (GgufCheckpoint opened = problematic(gguf)) {
            assertThat(opened.configuration().has("rope_scaling")).isFalse();
            assertThat(findings.problems())
                    .singleElement()
                    .asString()
                    .startsWith("tensor rope_freqs.weight has at 1 the number 2.0, by the rule of Llama 3");
        }
    }

    private GgufCheckpoint problematic(Gguf gguf) {
        return GgufCheckpoint.open(gguf.write(folder.resolve("tiny.gguf")), findings)
                .orElseThrow();
    }

    @Test
    void scalingByAFactorIsTold() {
        Gguf gguf = TinyGguf.llama().put("llama.rope.scaling.type", "linear").put("llama.rope.scaling.factor", 4f);

        try (GgufCheckpoint opened = open(gguf)) {
            assertThat(TinyGguf.values(opened.configuration().block("rope_scaling")))
                    .containsExactlyInAnyOrderEntriesOf(Map.of("rope_type", "linear", "factor", "4.0"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            llama.expert_count     | 8  | tiny.gguf: llama.expert_count is 8.0, and nothing is known here that would do it
            split.count            | 3  | tiny.gguf: split.count is 3, this file is one of so many: make one
            llama.rope.dimension_count | 4 | tiny.gguf: llama.rope.dimension_count is 4, expected all 8 numbers of a head
            llama.attention.value_length | 4 | tiny.gguf: llama.attention.value_length is 4, that of keys is 8
            """)
    void whatIsNotKnownIsAProblem(String key, int value, String sentence) {
        Gguf gguf = TinyGguf.layer(
                TinyGguf.withShape("llama")
                        .put("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                        .put(key, value),
                32);

        try (GgufCheckpoint opened = problematic(gguf)) {
            assertThat(findings.problems()).singleElement().asString().startsWith(sentence);
            assertThat(opened.configuration().text("model_type")).contains("llama");
        }
    }

    @Test
    void whatIsMissingIsAProblem() {
        Gguf gguf = new Gguf().put("general.architecture", "llama").put("general.type", "adapter");

        try (GgufCheckpoint opened = problematic(gguf)) {
            assertThat(opened.configuration().text("model_type")).contains("llama");
            assertThat(findings.problems())
                    .contains(
                            "tiny.gguf has no \"llama.embedding_length\"",
                            "tiny.gguf has no \"llama.block_count\"",
                            "tiny.gguf: llama.attention.layer_norm_rms_epsilon is missing",
                            "tiny.gguf has no matrix token_embd.weight, the embedding of the pieces")
                    .anyMatch(p -> p.startsWith("tiny.gguf: general.type is \"adapter\", expected \"model\""));
        }
    }

    @Test
    void anotherArchitectureIsRefusedByItsName() {
        Path file = new Gguf().put("general.architecture", "mamba").write(folder.resolve("tiny.gguf"));

        assertThat(GgufCheckpoint.open(file, findings)).isEmpty();
        assertThat(findings.problems())
                .containsExactly("tiny.gguf: general.architecture is \"mamba\"; known are [llama, qwen2, qwen3, gemma,"
                        + " gemma2, gemma3, phi2, gpt2]");
    }
}
