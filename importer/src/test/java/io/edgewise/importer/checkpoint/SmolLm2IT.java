// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.testkit.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// SmolLM2-135M-Instruct as `models/get-smollm2` gets it; numbers are those of the Python package `gguf`
/// 0.19.0, queries and keys brought into the order of the transformers library.
class SmolLm2IT {
    private static final List<String> TEXTS = List.of(
            "The capital of France is",
            "",
            " ",
            "  two  blanks and\ttab\n\nlines\r\n",
            "Pump P-204 stopped at 14:45:07, call 555-0134!",
            "1234567890 3.14159 ½ ٣٤",
            "CAFÉ naïve e\u0301 Straße",
            "東京 한국어 👍🏽 \u200b",
            "I'm, you'll, they'VE don't",
            "<|im_start|>user\nHi<|im_end|>",
            "for (int i = 0; i < 10; i++) { sum += x[i]; }",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa !!!??? ---");

    private final Findings findings = new Findings();

    @TempDir
    Path folder;

    private GgufCheckpoint opened;

    @BeforeEach
    void open() {
        String cache = System.getenv("EDGEWISE_CACHE");
        Path file = (cache == null ? Path.of(System.getProperty("user.home"), ".cache", "edgewise") : Path.of(cache))
                .resolve("smollm2/SmolLM2-135M-Instruct.Q4_1.gguf");
        if (!Files.exists(file)) {
            Assumptions.abort("skipped: %s is not there; models/get-smollm2 gets it".formatted(file));
        }
        opened = GgufCheckpoint.open(file, findings).orElseThrow();
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private Weights weights(String name, Integer... shape) {
        return opened.checkpoint().require(name, shape).orElseThrow(() -> new AssertionError(findings.problems()));
    }

    @Test
    void itIsConfiguredAsItWasTrained() {
        Configuration config = opened.configuration();

        assertThat(findings.problems()).isEmpty();
        assertThat(config.text("model_type")).contains("llama");
        assertThat(List.of(
                        config.integer("hidden_size", 1, 9999),
                        config.integer("num_hidden_layers", 1, 9999),
                        config.integer("num_attention_heads", 1, 9999),
                        config.integer("num_key_value_heads", 1, 9999),
                        config.integer("head_dim", 1, 9999),
                        config.integer("intermediate_size", 1, 9999),
                        config.integer("max_position_embeddings", 1, 9999),
                        config.integer("vocab_size", 1, 99999)))
                .containsExactly(576, 30, 9, 3, 64, 1536, 8192, 49152);
        assertThat(config.number("rope_theta", 0, 0, 1e9)).isEqualTo(100_000);
        assertThat(config.number("rms_norm_eps", 0, 0, 1)).isEqualTo(1e-5);
        assertThat(config.flag("tie_word_embeddings")).contains(true);
        assertThat(config.has("rope_scaling")).isFalse();
        assertThat(config.integer("bos_token_id", 0, 9)).isEqualTo(1);
        assertThat(opened.endIds()).containsExactly(2);
        assertThat(opened.addsBeginning()).isFalse();
        assertThat(opened.chatTemplate().orElseThrow()).contains("<|im_start|>system");
        assertThat(opened.metadata().text("general.license")).contains("apache-2.0");
    }

    @Test
    void allTensorsOfItsLayersAreThere() {
        assertThat(opened.checkpoint().names()).hasSize(272).allMatch(name -> name.startsWith("model."));
        for (int layer = 0; layer < 30; layer++) {
            String prefix = "model.layers." + layer + ".";
            weights(prefix + "input_layernorm.weight", 576);
            weights(prefix + "self_attn.q_proj.weight", 576, 576);
            weights(prefix + "self_attn.k_proj.weight", 192, 576);
            weights(prefix + "self_attn.v_proj.weight", 192, 576);
            weights(prefix + "self_attn.o_proj.weight", 576, 576);
            weights(prefix + "post_attention_layernorm.weight", 576);
            weights(prefix + "mlp.gate_proj.weight", 1536, 576);
            weights(prefix + "mlp.up_proj.weight", 1536, 576);
            weights(prefix + "mlp.down_proj.weight", 576, 1536);
        }
        weights("model.norm.weight", 576);
        weights("model.embed_tokens.weight", 49152, 576);

        assertThat(opened.checkpoint().unused()).isEmpty();
    }

    /// The second sum counts each row by its number, so that rows in another order don't have it.
    @ParameterizedTest
    @CsvSource({
        "model.embed_tokens.weight, 49152, 576, -15353.04449415207, -312521510.5772147",
        "model.layers.0.self_attn.q_proj.weight, 576, 576, 59.22322082519531, 25935.41357421875",
        "model.layers.29.self_attn.k_proj.weight, 192, 576, 87.89241790771484, 11887.494506835938",
        "model.layers.15.mlp.down_proj.weight, 576, 1536, 3.4424514770507812, -13145.47356414795",
        "model.layers.7.self_attn.o_proj.weight, 576, 576, 36.52758026123047, -721.4503631591797"
    })
    void weightsAreThoseOfThePythonPackage(String name, int rows, int columns, double sum, double byRow) {
        Weights weights = weights(name, rows, columns);
        float[] row = new float[columns];
        double plain = 0;
        double weighted = 0;
        for (int i = 0; i < rows; i++) {
            weights.row(i, row);
            for (float weight : row) {
                plain += weight;
                weighted += (i + 1) * (double) weight;
            }
        }

        assertThat(plain).isCloseTo(sum, within(1e-6));
        assertThat(weighted).isCloseTo(byRow, within(1e-2));
    }

    @Test
    void itsMatricesCanBeHadAsBlocks() {
        BlockWeights weights = (BlockWeights) weights("model.layers.3.self_attn.q_proj.weight", 576, 576);
        float[] row = new float[576];
        float[] again = new float[576];
        float[] scales = new float[18];
        float[] minimums = new float[18];
        byte[] quants = new byte[576];
        for (int r = 0; r < 576; r++) {
            weights.row(r, row);
            weights.blocks(r, scales, minimums, quants);
            for (int i = 0; i < 576; i++) {
                again[i] = scales[i / 32] * quants[i] + minimums[i / 32];
            }
            assertThat(again).containsExactly(row, within(1e-5f));
        }
    }

    @Test
    void itsTokenizerCutsAsTheRealOne() throws IOException {
        Path real = Files.write(folder.resolve("real.json"), real());
        Tokenizer expected = TokenizerKind.BPE.read(real, WordPieceOptions.uncased(), "");
        Path made = opened.tokenizerJson(folder).orElseThrow();
        Tokenizer tokenizer = TokenizerKind.BPE.read(made, WordPieceOptions.uncased(), "");

        assertThat(tokenizer.vocabularySize()).isEqualTo(expected.vocabularySize());
        assertThat(tokenizer.special()).isEqualTo(expected.special());
        for (int id = 0; id < expected.vocabularySize(); id++) {
            assertThat(tokenizer.piece(id)).isEqualTo(expected.piece(id));
        }
        for (String text : TEXTS) {
            assertThat(ids(tokenizer, text)).as(text).isEqualTo(ids(expected, text));
        }
        assertThat(ids(tokenizer, "The capital of France is")).containsExactly(504, 3575, 282, 4649, 314);
    }

    private static List<Integer> ids(Tokenizer tokenizer, String text) {
        Encoding encoding = tokenizer.encode(text);
        return IntStream.range(0, encoding.size()).mapToObj(encoding::id).toList();
    }

    /// A section of that file begins at a multiple of 16 KiB: a size in 8 bytes, and the JSON, compressed by
    /// zlib.
    private static byte[] real() throws IOException {
        int section = 1 << 14;
        byte[] file = Files.readAllBytes(SharedData.require("models/litertlm_testdata/test_hf_tokenizer.litertlm"));
        long size = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(section);
        int start = section + Long.BYTES;
        try (InputStream json = new InflaterInputStream(new ByteArrayInputStream(file, start, file.length - start))) {
            return json.readNBytes(Math.toIntExact(size));
        }
    }
}
