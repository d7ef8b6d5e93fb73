// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the transformers library calls the tensors of a GGUF file. Immutable.
///
/// Source: `gguf-py/gguf/tensor_mapping.py` and `constants.py` of ggml-org/llama.cpp.
///
/// @param layers prefix of the names in a layer
/// @param inLayer by the name after `blk.0.`, without `.weight`
/// @param around outside of the layers, without `.weight`
record GgufNames(String layers, Map<String, String> inLayer, Map<String, String> around) {
    private static final Pattern LAYER = Pattern.compile("blk\\.(0|[1-9][0-9]{0,3})\\.([a-z_]+)\\.(weight|bias)");
    private static final Pattern OTHER = Pattern.compile("([a-z_]+)\\.(weight|bias)");

    private static final Map<String, String> USUAL = Map.ofEntries(
            Map.entry("attn_norm", "input_layernorm"),
            Map.entry("attn_q", "self_attn.q_proj"),
            Map.entry("attn_k", "self_attn.k_proj"),
            Map.entry("attn_v", "self_attn.v_proj"),
            Map.entry("attn_q_norm", "self_attn.q_norm"),
            Map.entry("attn_k_norm", "self_attn.k_norm"),
            Map.entry("attn_output", "self_attn.o_proj"),
            Map.entry("ffn_norm", "post_attention_layernorm"),
            Map.entry("ffn_gate", "mlp.gate_proj"),
            Map.entry("ffn_up", "mlp.up_proj"),
            Map.entry("ffn_down", "mlp.down_proj"));

    private static final Map<String, String> USUAL_AROUND =
            Map.of("token_embd", "model.embed_tokens", "output_norm", "model.norm", "output", "lm_head");

    /// Llama, Qwen, the first Gemma.
    static final GgufNames LLAMA = new GgufNames("model.layers.", USUAL, USUAL_AROUND);

    /// Gemma 2 and 3, with a normalisation behind attention and feed-forward block too.
    static final GgufNames GEMMA = new GgufNames(
            "model.layers.",
            with(Map.of(
                    "post_attention_norm", "post_attention_layernorm",
                    "ffn_norm", "pre_feedforward_layernorm",
                    "post_ffw_norm", "post_feedforward_layernorm")),
            USUAL_AROUND);

    static final GgufNames PHI = new GgufNames(
            "model.layers.",
            with(Map.of("attn_output", "self_attn.dense", "ffn_up", "mlp.fc1", "ffn_down", "mlp.fc2")),
            Map.of("token_embd", "model.embed_tokens", "output_norm", "model.final_layernorm", "output", "lm_head"));

    static final GgufNames GPT2 = new GgufNames(
            "transformer.h.",
            Map.of(
                    "attn_norm", "ln_1",
                    "attn_qkv", "attn.c_attn",
                    "attn_output", "attn.c_proj",
                    "ffn_norm", "ln_2",
                    "ffn_up", "mlp.c_fc",
                    "ffn_down", "mlp.c_proj"),
            Map.of(
                    "token_embd", "transformer.wte",
                    "position_embd", "transformer.wpe",
                    "output_norm", "transformer.ln_f",
                    "output", "lm_head"));

    private static Map<String, String> with(Map<String, String> other) {
        Map<String, String> names = new HashMap<>(USUAL);
        names.putAll(other);
        return Map.copyOf(names);
    }

    /// The name of a tensor, if it is known.
    Optional<String> translate(String name) {
        Matcher layer = LAYER.matcher(name);
        if (layer.matches()) {
            return Optional.ofNullable(inLayer.get(layer.group(2)))
                    .map(part -> layers + layer.group(1) + "." + part + "." + layer.group(3));
        }
        Matcher other = OTHER.matcher(name);
        return other.matches()
                ? Optional.ofNullable(around.get(other.group(1))).map(part -> part + "." + other.group(2))
                : Optional.empty();
    }
}
