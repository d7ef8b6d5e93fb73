// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.wrap.Findings;
import io.edgewise.testkit.checkpoint.Gguf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Small models with counted weights in GGUF, complete with tokenizer.
final class TinyGguf {
    static final int HIDDEN = 32;
    static final int INNER = 64;
    static final int PIECES = 260;

    private TinyGguf() {}

    /// Of the architecture `llama`: one layer, 4 heads and 2 of keys and values, the embedding also the head.
    static Gguf llama() {
        return byteLevel(llamaWithoutTokenizer(), "smollm").put("tokenizer.chat_template", "{{ messages }}");
    }

    /// The same for a tokenizer that is added.
    static Gguf llamaWithoutTokenizer() {
        Gguf gguf = withShape("llama")
                .put("llama.attention.head_count_kv", 2)
                .put("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                .put("llama.rope.freq_base", 50_000f)
                .put("llama.rope.dimension_count", 8);
        return layer(gguf, 16).floats("output_norm.weight", List.of(HIDDEN), counted(HIDDEN));
    }

    /// With keys and values for 2 heads, and a window; of any architecture that normalises by the mean square.
    static Gguf rms(String architecture) {
        return layer(
                        withShape(architecture)
                                .put(architecture + ".attention.head_count_kv", 2)
                                .put(architecture + ".attention.layer_norm_rms_epsilon", 1e-6f)
                                .put(architecture + ".attention.sliding_window", 512),
                        16)
                .floats("output_norm.weight", List.of(HIDDEN), counted(HIDDEN));
    }

    /// Of the architecture `gpt2`: one layer, every matrix of it in blocks of four bits.
    static Gguf gpt2InBlocks() {
        Gguf gguf = withShape("gpt2").put("gpt2.attention.layer_norm_epsilon", 1e-5f);
        gguf.floats("token_embd.weight", List.of(PIECES, HIDDEN), counted(PIECES * HIDDEN))
                .floats("position_embd.weight", List.of(128, HIDDEN), counted(128 * HIDDEN));
        for (String norm : List.of("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm")) {
            gguf.floats(norm + ".weight", List.of(HIDDEN), counted(HIDDEN))
                    .floats(norm + ".bias", List.of(HIDDEN), counted(HIDDEN));
        }
        inBlocks(gguf, "attn_qkv", 3 * HIDDEN, HIDDEN);
        inBlocks(gguf, "attn_output", HIDDEN, HIDDEN);
        inBlocks(gguf, "ffn_up", INNER, HIDDEN);
        inBlocks(gguf, "ffn_down", HIDDEN, INNER);
        return byteLevel(gguf, "gpt-2");
    }

    private static void inBlocks(Gguf gguf, String name, int out, int in) {
        gguf.tensor("blk.0." + name + ".weight", Gguf.Q4_0, List.of(out, in), blocks(out * in / HIDDEN, 18))
                .floats("blk.0." + name + ".bias", List.of(out), counted(out));
    }

    /// What every architecture says.
    static Gguf withShape(String architecture) {
        return new Gguf()
                .put("general.architecture", architecture)
                .put(architecture + ".block_count", 1)
                .put(architecture + ".context_length", 128)
                .put(architecture + ".embedding_length", HIDDEN)
                .put(architecture + ".feed_forward_length", INNER)
                .put(architecture + ".attention.head_count", 4);
    }

    /// The matrices of a layer with gate, and its two usual norms; the embedding before it.
    ///
    /// @param kv rows of keys and values
    static Gguf layer(Gguf gguf, int kv) {
        return gguf.floats("token_embd.weight", List.of(PIECES, HIDDEN), counted(PIECES * HIDDEN))
                .floats("blk.0.attn_norm.weight", List.of(HIDDEN), counted(HIDDEN))
                .floats("blk.0.attn_q.weight", List.of(HIDDEN, HIDDEN), counted(HIDDEN * HIDDEN))
                .tensor("blk.0.attn_k.weight", Gguf.Q4_0, List.of(kv, HIDDEN), blocks(kv, 18))
                .tensor("blk.0.attn_v.weight", Gguf.Q4_1, List.of(kv, HIDDEN), blocks(kv, 20))
                .floats("blk.0.attn_output.weight", List.of(HIDDEN, HIDDEN), counted(HIDDEN * HIDDEN))
                .floats("blk.0.ffn_norm.weight", List.of(HIDDEN), counted(HIDDEN))
                .floats("blk.0.ffn_gate.weight", List.of(INNER, HIDDEN), counted(INNER * HIDDEN))
                .tensor("blk.0.ffn_up.weight", Gguf.Q8_0, List.of(INNER, HIDDEN), blocks(INNER, 34))
                .floats("blk.0.ffn_down.weight", List.of(HIDDEN, INNER), counted(INNER * HIDDEN));
    }

    /// A byte-level vocabulary of all bytes, two merged pieces and two marks.
    static Gguf byteLevel(Gguf gguf, String pre) {
        return byteLevelWithoutEnd(gguf, pre).put("tokenizer.ggml.eos_token_id", 0);
    }

    /// The same, and nothing says which mark ends a text.
    static Gguf byteLevelWithoutEnd(Gguf gguf, String pre) {
        List<String> pieces = new ArrayList<>(List.of("<|end|>", "<|start|>"));
        for (int value = 0; value < 256; value++) {
            pieces.add(letter(value));
        }
        pieces.add("Ġt");
        pieces.add("12");
        int[] types = new int[pieces.size()];
        Arrays.fill(types, 1);
        types[0] = 3;
        types[1] = 3;
        return gguf.put("tokenizer.ggml.model", "gpt2")
                .put("tokenizer.ggml.pre", pre)
                .texts("tokenizer.ggml.tokens", pieces)
                .wholes("tokenizer.ggml.token_type", types)
                .texts("tokenizer.ggml.merges", List.of("Ġ t", "1 2"))
                .put("tokenizer.ggml.bos_token_id", 1);
    }

    /// GPT-2's letter for a byte: printable ones stand for themselves, the others for letters from `Ā` on.
    private static String letter(int value) {
        int others = 0;
        for (int i = 0; i < value; i++) {
            others += isPrintable(i) ? 0 : 1;
        }
        return Character.toString(isPrintable(value) ? value : 256 + others);
    }

    private static boolean isPrintable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
    }

    static float[] counted(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    /// Blocks of which each has its number, from 1, as its scale in 1/1024.
    private static byte[] blocks(int count, int bytesOfEach) {
        byte[] bytes = new byte[count * bytesOfEach];
        for (int i = 0; i < count; i++) {
            short scale = Float.floatToFloat16((i + 1) / 1024f);
            bytes[i * bytesOfEach] = (byte) scale;
            bytes[i * bytesOfEach + 1] = (byte) (scale >> 8);
            bytes[(i + 1) * bytesOfEach - 1] = 0x7a;
        }
        return bytes;
    }

    /// Written below a folder and opened, without a problem.
    static GgufCheckpoint open(Gguf gguf, Path folder, Findings findings) {
        GgufCheckpoint opened = GgufCheckpoint.open(gguf.write(folder.resolve("tiny.gguf")), findings)
                .orElseThrow(() -> new AssertionError(findings.problems()));
        assertThat(findings.problems()).isEmpty();
        return opened;
    }

    /// What a configuration says in one word each.
    static Map<String, String> values(Configuration configuration) {
        Map<String, String> values = new TreeMap<>();
        configuration.keys().stream()
                .filter(key -> !key.equals("architectures") && !key.equals("rope_scaling"))
                .forEach(key -> values.put(key, configuration.text(key).orElseThrow()));
        return values;
    }
}
