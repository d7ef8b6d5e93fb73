// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.NamedWeights;
import io.edgewise.importer.checkpoint.Numbers;
import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.inference.wrap.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What stands against a graph is told by name, before any weight is read.
class DecoderModelReaderTest {
    private static final String SIZES = "\"vocab_size\": 128, \"hidden_size\": 16, \"num_hidden_layers\": 1,"
            + " \"num_attention_heads\": 4, \"intermediate_size\": 32, \"max_position_embeddings\": 4096";

    @TempDir
    Path folder;

    private final Findings findings = new Findings();

    private Optional<DecoderModel> read(String config, OptionalInt context) throws IOException {
        Files.writeString(folder.resolve("config.json"), config);
        CheckpointFolder files = new CheckpointFolder(folder, findings);
        return new DecoderModelReader(new AnyWeights(), findings)
                .read(files.configuration("config.json").orElseThrow(), context);
    }

    private Optional<DecoderModel> llama(String more) throws IOException {
        return read("{\"model_type\": \"llama\", " + SIZES + more + "}", OptionalInt.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "mixtral, mixture of experts",
        "qwen2_moe, mixture of experts",
        "deepseek_v3, mixture of experts",
        "bloom, ALiBi",
        "mpt, ALiBi",
        "t5, an encoder and a decoder",
        "bart, an encoder and a decoder",
        "llava, pictures or sounds",
        "gemma3, pictures or sounds",
        "qwen2_vl, pictures or sounds",
        "mamba, keeps a state",
        "rwkv, keeps a state",
        "phi3, longrope",
        "bert, is an encoder",
    })
    void whatIsNotWrittenIsRefusedByItsName(String type, String why) throws IOException {
        assertThat(read("{\"model_type\": \"" + type + "\"}", OptionalInt.empty()))
                .isEmpty();
        assertThat(findings.problems())
                .singleElement()
                .asString()
                .contains("model_type \"" + type + "\"")
                .contains(why);
    }

    @Test
    void whatNobodyKnowsIsRefusedWithWhatIsKnown() throws IOException {
        assertThat(read("{\"model_type\": \"new\"}", OptionalInt.empty())).isEmpty();
        assertThat(findings.problems())
                .containsExactly(
                        "config.json: model_type is \"new\", known are the decoders [gemma, gemma2, gemma3_text,"
                                + " gpt2, llama, mistral, phi, qwen2, qwen3]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"vision_config\": {}| pictures or sounds",
                "\"num_local_experts\": 8| mixture of experts",
                "\"is_encoder_decoder\": true| an encoder and a decoder",
                "\"alibi\": true| ALiBi",
                "\"quantization_config\": {\"quant_method\": \"gptq\"}| quantization_config is there",
                "\"architectures\": [\"LlamaForSequenceClassification\"]| writes no texts",
                "\"hidden_act\": \"squared\"| hidden_act is \"squared\"",
                "\"num_key_value_heads\": 3| 4 attention heads can't share 3",
                "\"head_dim\": 5| turn in pairs",
                "\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4}| rope_type is \"yarn\"",
                "\"rope_scaling\": {\"type\": \"dynamic\", \"factor\": 4}| rope_type is \"dynamic\"",
                "\"rope_scaling\": {\"type\": \"linear\"}| factor is missing",
                "\"rope_parameters\": {\"rope_type\": \"llama3\", \"factor\": 8}| low_freq_factor is missing",
            })
    void aVariantThatWouldSaySomethingElseIsRefused(String key, String why) throws IOException {
        assertThat(llama(", " + key)).isEmpty();
        assertThat(findings.problems()).anyMatch(problem -> problem.contains(why));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt2| \"n_embd\": 16, \"n_head\": 3, \"n_layer\": 1, \"n_positions\": 8| n_head is 3",
                "gpt2| \"n_embd\": 16, \"n_head\": 4, \"n_layer\": 1, \"n_positions\": 8,"
                        + " \"scale_attn_by_inverse_layer_idx\": true| scale_attn_by_inverse_layer_idx is true",
                "phi| \"qk_layernorm\": true| qk_layernorm is true",
                "gemma3_text| \"use_bidirectional_attention\": true| use_bidirectional_attention is true",
                "gemma2| \"layer_types\": [\"full_attention\", \"full_attention\"]| layer_types has 2 entries for 1",
                "gemma2| \"layer_types\": [\"sliding_attention\"]| no \"sliding_window\"",
            })
    void aFamilyRefusesItsOwnVariants(String type, String keys, String why) throws IOException {
        String config = "{\"model_type\": \"" + type + "\", " + SIZES + ", " + keys + "}";

        assertThat(read(config, OptionalInt.empty())).isEmpty();
        assertThat(findings.problems()).anyMatch(problem -> problem.contains(why));
    }

    /// Both kinds of layers turn by it.
    @Test
    void aPartialRotationIsToldOnce() throws IOException {
        String config = "{\"model_type\": \"gemma3_text\", " + SIZES
                + ", \"sliding_window\": 16, \"sliding_window_pattern\": 1, \"partial_rotary_factor\": 0.5}";

        assertThat(read(config, OptionalInt.empty())).isEmpty();
        assertThat(findings.problems())
                .containsExactly(
                        "config.json: partial_rotary_factor is 0.5, and heads of which a part turns are written"
                                + " for Phi alone");
    }

    @Test
    void aVocabularyOfMoreThan300000IsRefused() throws IOException {
        String config = "{\"model_type\": \"llama\", " + SIZES.replace("128", "300001") + "}";

        assertThat(read(config, OptionalInt.empty())).isEmpty();
        assertThat(findings.problems())
                .singleElement()
                .asString()
                .startsWith("config.json: vocab_size is 300001, at most 300000 are imported");
    }

    @Test
    void theContextIsWhatIsAskedForUpToWhatTheModelKnows() throws IOException {
        assertThat(llama("").map(DecoderModel::context)).contains(2048);
        String config = "{\"model_type\": \"llama\", " + SIZES + "}";
        assertThat(read(config, OptionalInt.of(4096)).map(DecoderModel::context))
                .contains(4096);
        assertThat(read(config, OptionalInt.of(4097))).isEmpty();
        assertThat(findings.problems())
                .containsExactly(
                        "a context of 4097 tokens is asked for, by config.json the model looks at 4096 at most");
    }

    @ParameterizedTest
    @CsvSource({"mistral, ''", "qwen2, ', \"use_sliding_window\": true'"})
    void aWindowOfAllLayersIsNoContextToAskFor(String type, String more) throws IOException {
        String config = "{\"model_type\": \"" + type + "\", " + SIZES + ", \"sliding_window\": 1000" + more + "}";

        assertThat(read(config, OptionalInt.empty()).map(DecoderModel::context)).contains(1000);
        assertThat(read(config, OptionalInt.of(1001))).isEmpty();
        assertThat(findings.problems())
                .singleElement()
                .asString()
                .startsWith("config.json: sliding_window is 1000, and a context of 1001 tokens is asked for")
                .endsWith("ask for a context of at most 1000");
    }

    @Test
    void aWindowThatIsNotUsedIsNone() throws IOException {
        String config =
                "{\"model_type\": \"qwen2\", " + SIZES + ", \"sliding_window\": 16, \"use_sliding_window\": false}";

        assertThat(read(config, OptionalInt.of(4096))).isPresent();
        assertThat(findings.problems()).isEmpty();
    }

    /// Has every tensor in the shape that is asked for.
    private static final class AnyWeights implements NamedWeights {
        @Override
        public boolean has(String name) {
            return true;
        }

        @Override
        public Optional<Weights> require(String name, Integer... shape) {
            return Optional.of(new Numbers(0, shape));
        }

        @Override
        public void leaveOut(String prefix) {
            throw new UnsupportedOperationException(prefix);
        }

        @Override
        public Set<String> unused() {
            return new TreeSet<>();
        }
    }
}
