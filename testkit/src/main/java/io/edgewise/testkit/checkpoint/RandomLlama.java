// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A tiny Llama of random weights with a vocabulary of all bytes, for texts as long as a test wants them: what
/// it writes has no sense and is the same each time. Immutable.
///
/// @param context tokens that it can look at
/// @param seed of the weights
public record RandomLlama(int context, long seed) {
    private static final int HIDDEN = 32;
    private static final int INNER = 64;
    private static final int LAYERS = 2;
    private static final int HEADS = 4;
    private static final int KEYS = 16;
    private static final double SPREAD = 0.3;

    /// Writes the checkpoint and its tokenizer into a new folder.
    ///
    /// @return the folder
    public Path writeTo(Path parent) {
        try {
            Path folder = Files.createDirectories(parent.resolve("random-llama"));
            Files.writeString(folder.resolve("config.json"), config());
            Files.writeString(folder.resolve("tokenizer.json"), BytePieces.tokenizer());
            weights().write(folder.resolve("model.safetensors"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String config() {
        return """
                {"architectures":["LlamaForCausalLM"],"model_type":"llama","hidden_act":"silu","hidden_size":%d,
                 "intermediate_size":%d,"num_hidden_layers":%d,"num_attention_heads":%d,"num_key_value_heads":%d,
                 "max_position_embeddings":%d,"vocab_size":%d,"rms_norm_eps":1e-6,"rope_theta":10000.0,
                 "bos_token_id":%d,"eos_token_id":%d,"tie_word_embeddings":false}
                """.formatted(
                        HIDDEN,
                        INNER,
                        LAYERS,
                        HEADS,
                        KEYS * HEADS / HIDDEN,
                        context,
                        BytePieces.SIZE,
                        BytePieces.START,
                        BytePieces.END);
    }

    private Safetensors weights() {
        Random random = new Random(seed);
        Safetensors tensors = new Safetensors();
        matrix(tensors, random, "model.embed_tokens", BytePieces.SIZE, HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            String at = "model.layers." + layer + ".";
            gains(tensors, at + "input_layernorm");
            matrix(tensors, random, at + "self_attn.q_proj", HIDDEN, HIDDEN);
            matrix(tensors, random, at + "self_attn.k_proj", KEYS, HIDDEN);
            matrix(tensors, random, at + "self_attn.v_proj", KEYS, HIDDEN);
            matrix(tensors, random, at + "self_attn.o_proj", HIDDEN, HIDDEN);
            gains(tensors, at + "post_attention_layernorm");
            matrix(tensors, random, at + "mlp.gate_proj", INNER, HIDDEN);
            matrix(tensors, random, at + "mlp.up_proj", INNER, HIDDEN);
            matrix(tensors, random, at + "mlp.down_proj", HIDDEN, INNER);
        }
        gains(tensors, "model.norm");
        matrix(tensors, random, "lm_head", BytePieces.SIZE, HIDDEN);
        return tensors;
    }

    private static void matrix(Safetensors tensors, Random random, String name, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (SPREAD * random.nextGaussian());
        }
        tensors.put(name + ".weight", "F32", List.of(rows, columns), Gguf.bytes(values));
    }

    private static void gains(Safetensors tensors, String name) {
        float[] ones = new float[HIDDEN];
        Arrays.fill(ones, 1);
        tensors.put(name + ".weight", "F32", List.of(HIDDEN), Gguf.bytes(ones));
    }
}
