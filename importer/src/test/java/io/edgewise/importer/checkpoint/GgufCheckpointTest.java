// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.wrap.Findings;
import io.edgewise.testkit.checkpoint.Gguf;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufCheckpointTest {
    private static final int HIDDEN = TinyGguf.HIDDEN;

    private final Findings findings = new Findings();

    @TempDir
    Path folder;

    private GgufCheckpoint open(Gguf gguf) {
        return TinyGguf.open(gguf, folder, findings);
    }

    private static float[] row(GgufCheckpoint opened, int row, String name, Integer... shape) {
        return row(weights(opened, name, shape), row);
    }

    private static float[] row(Weights weights, int row) {
        float[] target = new float[weights.columns()];
        weights.row(row, target);
        return target;
    }

    private static Weights weights(GgufCheckpoint opened, String name, Integer... shape) {
        return opened.checkpoint().require(name, shape).orElseThrow(() -> new AssertionError(name));
    }

    @Test
    void tensorsHaveTheNamesOfTheTransformersLibrary() {
        try (GgufCheckpoint opened = open(TinyGguf.llama())) {
            assertThat(opened.checkpoint().names())
                    .containsExactly(
                            "model.embed_tokens.weight",
                            "model.layers.0.input_layernorm.weight",
                            "model.layers.0.mlp.down_proj.weight",
                            "model.layers.0.mlp.gate_proj.weight",
                            "model.layers.0.mlp.up_proj.weight",
                            "model.layers.0.post_attention_layernorm.weight",
                            "model.layers.0.self_attn.k_proj.weight",
                            "model.layers.0.self_attn.o_proj.weight",
                            "model.layers.0.self_attn.q_proj.weight",
                            "model.layers.0.self_attn.v_proj.weight",
                            "model.norm.weight");
            assertThat(opened.checkpoint().shape("model.embed_tokens.weight")).contains(List.of(260, 32));
            assertThat(weights(opened, "model.norm.weight", 32).name()).isEqualTo("model.norm.weight");
        }
    }

    /// A head of 8 rows lies there as 0 4 1 5 2 6 3 7.
    @Test
    void queriesAndKeysOfLlamaAreInTheOrderOfTheTransformersLibrary() {
        try (GgufCheckpoint opened = open(TinyGguf.llama())) {
            Weights queries = weights(opened, "model.layers.0.self_attn.q_proj.weight", HIDDEN, HIDDEN);
            int[] stored = {0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15};
            for (int i = 0; i < stored.length; i++) {
                assertThat(row(queries, i)[0]).isEqualTo(stored[i] * HIDDEN);
            }
            BlockWeights keys = (BlockWeights) weights(opened, "model.layers.0.self_attn.k_proj.weight", 16, HIDDEN);
            float[] scale = new float[1];
            float[] minimum = new float[1];
            byte[] quants = new byte[HIDDEN];
            keys.blocks(4, scale, minimum, quants);

            assertThat(scale[0]).isEqualTo(2 / 1024f);
            assertThat(minimum[0]).isEqualTo(-16 / 1024f);
            assertThat(quants).endsWith(7).contains(10);
            assertThat(row(keys, 4)[15]).isEqualTo(2 / 1024f * 2);
        }
    }

    @Test
    void aBiasOfQueriesIsInThatOrderToo() {
        Gguf biased = TinyGguf.llama().floats("blk.0.attn_q.bias", List.of(HIDDEN), TinyGguf.counted(HIDDEN));

        try (GgufCheckpoint opened = open(biased)) {
            assertThat(row(opened, 0, "model.layers.0.self_attn.q_proj.bias", HIDDEN))
                    .startsWith(0, 2, 4, 6, 1, 3, 5, 7, 8, 10);
            assertThat(opened.configuration().flag("attention_bias")).contains(true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen3"})
    void queriesOfOthersAreAsTheyAre(String architecture) {
        try (GgufCheckpoint opened = open(
                TinyGguf.rms(architecture).floats("blk.0.attn_q_norm.weight", List.of(8), 1, 2, 3, 4, 5, 6, 7, 8))) {
            assertThat(row(opened, 1, "model.layers.0.self_attn.q_proj.weight", HIDDEN, HIDDEN))
                    .startsWith(HIDDEN);
            assertThat(row(opened, 0, "model.layers.0.self_attn.q_norm.weight", 8))
                    .startsWith(1, 2);
            assertThat(opened.configuration().text("model_type")).contains(architecture);
        }
    }

    @Test
    void gainsOfGemmaAreLessByOne() {
        Gguf gguf = TinyGguf.rms("gemma2")
                .put("gemma2.attn_logit_softcapping", 50f)
                .floats("blk.0.post_attention_norm.weight", List.of(2), 3, 4)
                .floats("blk.0.post_ffw_norm.weight", List.of(2), 5, 6);

        try (GgufCheckpoint opened = open(gguf)) {
            assertThat(row(opened, 0, "model.norm.weight", HIDDEN)).startsWith(-1, 0, 1);
            assertThat(row(opened, 0, "model.layers.0.post_attention_layernorm.weight", 2))
                    .containsExactly(2, 3);
            assertThat(row(opened, 0, "model.layers.0.post_feedforward_layernorm.weight", 2))
                    .containsExactly(4, 5);
            assertThat(row(opened, 0, "model.layers.0.pre_feedforward_layernorm.weight", HIDDEN))
                    .startsWith(-1);
            assertThat(row(opened, 1, "model.layers.0.self_attn.q_proj.weight", HIDDEN, HIDDEN))
                    .startsWith(HIDDEN);
            assertThat(TinyGguf.values(opened.configuration()))
                    .containsEntry("model_type", "gemma2")
                    .containsEntry("query_pre_attn_scalar", "8")
                    .containsEntry("attn_logit_softcapping", "50.0")
                    .doesNotContainKey("final_logit_softcapping")
                    .containsEntry("sliding_window", "512")
                    .containsEntry("hidden_activation", "gelu_pytorch_tanh");
        }
    }

    @Test
    void phiRotatesAPartOfAHead() {
        Gguf gguf = TinyGguf.layer(
                        TinyGguf.withShape("phi2")
                                .put("phi2.attention.layer_norm_epsilon", 1e-5f)
                                .put("phi2.rope.dimension_count", 4),
                        32)
                .floats("output.weight", List.of(2, 2), 1, 2, 3, 4)
                .floats("output.bias", List.of(2), 1, 2);

        try (GgufCheckpoint opened = open(gguf)) {
            assertThat(opened.checkpoint().names())
                    .contains(
                            "model.layers.0.self_attn.dense.weight",
                            "model.layers.0.mlp.fc1.weight",
                            "model.layers.0.mlp.fc2.weight",
                            "lm_head.weight",
                            "lm_head.bias");
            assertThat(TinyGguf.values(opened.configuration()))
                    .containsEntry("model_type", "phi")
                    .containsEntry("partial_rotary_factor", "0.5")
                    .containsEntry("layer_norm_eps", "1.0E-5")
                    .containsEntry("tie_word_embeddings", "false");
        }
    }

    @Test
    void matricesOfGpt2AreTurned() {
        float[] matrix = TinyGguf.counted(96 * HIDDEN);
        Gguf gguf = TinyGguf.withShape("gpt2")
                .put("gpt2.attention.layer_norm_epsilon", 1e-5f)
                .floats("token_embd.weight", List.of(3, HIDDEN), TinyGguf.counted(3 * HIDDEN))
                .floats("position_embd.weight", List.of(3, HIDDEN), TinyGguf.counted(3 * HIDDEN))
                .floats("blk.0.attn_qkv.weight", List.of(96, HIDDEN), matrix);

        try (GgufCheckpoint opened = open(gguf)) {
            Weights turned = weights(opened, "transformer.h.0.attn.c_attn.weight", HIDDEN, 96);
            assertThat(row(turned, 5)).startsWith(5, 5 + HIDDEN, 5 + 2 * HIDDEN).hasSize(96);
            assertThat(row(turned, 0)).startsWith(0, HIDDEN);
            assertThat(turned.transposed()).isInstanceOf(StoredWeights.class);
            assertThat(row(turned.transposed(), 1)).startsWith(HIDDEN, HIDDEN + 1);
            assertThat(opened.checkpoint().names()).contains("transformer.wte.weight", "transformer.wpe.weight");
            assertThat(TinyGguf.values(opened.configuration()))
                    .containsEntry("n_embd", "32")
                    .containsEntry("n_inner", "64")
                    .containsEntry("n_positions", "128")
                    .containsEntry("layer_norm_epsilon", "1.0E-5");
        }
    }

    @Test
    void aTensorUnderTwoNamesIsDamage() {
        Gguf gguf = TinyGguf.llama().floats("model.norm.weight", List.of(1), 1);

        assertThatThrownBy(() -> open(gguf))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tensor \"model.norm.weight\" is there under two names");
    }

    @Test
    void headsThatDontFitAreDamage() {
        Gguf gguf = TinyGguf.layer(
                TinyGguf.withShape("llama")
                        .put("llama.attention.head_count_kv", 3)
                        .put("llama.attention.layer_norm_rms_epsilon", 1e-5f),
                16);

        try (GgufCheckpoint opened = open(gguf)) {
            assertThatThrownBy(() -> weights(opened, "model.layers.0.self_attn.k_proj.weight", 16, HIDDEN))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("has 16 rows, which are no 3 heads of an even width");
        }
    }

    @Test
    void tensorsThatNobodyKnowsAreUnused() {
        try (GgufCheckpoint opened = open(TinyGguf.llama().floats("blk.0.ssm_a", List.of(1), 1))) {
            assertThat(opened.checkpoint().unused()).contains("blk.0.ssm_a");
        }
    }
}
