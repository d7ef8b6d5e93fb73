// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.wrap.Findings;
import java.util.List;
import java.util.Optional;

/// Puts the metadata of a GGUF file into the keys of the transformers library's `config.json`. For one file.
///
/// Source: `conversion/base.py`, `llama.py`, `qwen.py`, `gemma.py`, `phi.py`, `gpt2.py` and
/// `src/llama-model.cpp` of ggml-org/llama.cpp; the configuration classes of the transformers library.
final class GgufConfiguration {
    /// What changes a model and has no place in what is written here.
    private static final List<String> UNKNOWN = List.of(
            "expert_count",
            "logit_scale",
            "residual_scale",
            "embedding_scale",
            "attention.scale",
            "attention.max_alibi_bias",
            "attention.clamp_kqv");

    private static final int GEMMA_WINDOW = 4096;
    private static final int GEMMA3_LOCAL = 6;
    private static final double LEAST_EPSILON = 1e-12;

    private final GgufFile file;
    private final GgufArchitecture architecture;
    private final Configuration metadata;
    private final Findings findings;
    private final GgufShape shape;
    private final String prefix;

    GgufConfiguration(
            GgufFile file, GgufArchitecture architecture, GgufShape shape, Configuration metadata, Findings findings) {
        this.file = file;
        this.architecture = architecture;
        this.shape = shape;
        this.metadata = metadata;
        this.findings = findings;
        this.prefix = architecture.key() + ".";
    }

    /// What can't be said becomes a problem.
    Configuration read() {
        refuseWhatIsNotKnown();
        Keys keys = new Keys()
                .put("model_type", architecture.modelType())
                .putList("architectures", architecture.className())
                .put("vocab_size", pieces())
                .put("tie_word_embeddings", !file.tensors().containsKey("output.weight"));
        if (architecture == GgufArchitecture.GPT2) {
            gpt2(keys);
        } else {
            usual(keys);
        }
        for (String name : List.of("bos", "eos")) {
            id(keys, name);
        }
        return new Configuration(String.valueOf(file.path().getFileName()), keys.mapping(), findings);
    }

    private void refuseWhatIsNotKnown() {
        for (String key : UNKNOWN) {
            double value = metadata.number(prefix + key, 0, -Double.MAX_VALUE, Double.MAX_VALUE);
            if (value != 0) {
                metadata.problem(prefix + key, "is " + value + ", and nothing is known here that would do it");
            }
        }
        int parts = metadata.integer("split.count", 0, 0, Integer.MAX_VALUE);
        if (parts > 1) {
            metadata.problem(
                    "split.count",
                    "is " + parts + ", this file is one of so many: make one of them with llama-gguf-split --merge");
        }
        String type = metadata.text("general.type").orElse("model");
        if (!type.equals("model")) {
            metadata.problem(
                    "general.type", "is \"" + type + "\", expected \"model\": take the file of the model itself");
        }
        if (architecture == GgufArchitecture.LLAMA && shape.rotated() != shape.headWidth()) {
            metadata.problem(
                    prefix + "rope.dimension_count",
                    "is " + shape.rotated() + ", expected all " + shape.headWidth() + " numbers of a head");
        }
    }

    private int pieces() {
        StoredTensor embedding = file.tensors().get("token_embd.weight");
        if (embedding == null || embedding.shape().size() != 2) {
            findings.problem(
                    file.path().getFileName() + " has no matrix token_embd.weight, the embedding of the pieces");
            return 1;
        }
        return embedding.shape().getFirst();
    }

    private void gpt2(Keys keys) {
        keys.put("n_embd", shape.hidden())
                .put("n_layer", shape.layers())
                .put("n_head", shape.heads())
                .put("n_positions", shape.context())
                .put("n_inner", shape.inner())
                .put("activation_function", "gelu_new")
                .put("layer_norm_epsilon", epsilon("attention.layer_norm_epsilon"));
    }

    private void usual(Keys keys) {
        keys.put("hidden_size", shape.hidden())
                .put("num_hidden_layers", shape.layers())
                .put("num_attention_heads", shape.heads())
                .put("num_key_value_heads", shape.keyHeads())
                .put("head_dim", shape.headWidth())
                .put("intermediate_size", shape.inner())
                .put("max_position_embeddings", shape.context())
                .put("rope_theta", shape.base());
        if (shape.rotated() != shape.headWidth()) {
            keys.put("partial_rotary_factor", (double) shape.rotated() / shape.headWidth());
        }
        scaling().ifPresent(scaling -> keys.put("rope_scaling", scaling));
        if (architecture == GgufArchitecture.PHI2) {
            keys.put("hidden_act", "gelu_new").put("layer_norm_eps", epsilon("attention.layer_norm_epsilon"));
            return;
        }
        keys.put("rms_norm_eps", epsilon("attention.layer_norm_rms_epsilon"))
                .put("attention_bias", file.tensors().containsKey("blk.0.attn_q.bias"))
                .put("mlp_bias", file.tensors().containsKey("blk.0.ffn_up.bias"));
        if (architecture.isGemma()) {
            gemma(keys);
        } else {
            keys.put("hidden_act", "silu");
            window(keys, 0);
        }
    }

    private void gemma(Keys keys) {
        keys.put("hidden_activation", "gelu_pytorch_tanh");
        if (architecture == GgufArchitecture.GEMMA) {
            return;
        }
        // The largest of both families divides by the width of a head as if all heads were as wide as the
        // model.
        boolean largest = shape.layers() == (architecture == GgufArchitecture.GEMMA2 ? 46 : 62);
        keys.put("query_pre_attn_scalar", largest ? shape.hidden() / shape.heads() : shape.headWidth());
        for (String cap : List.of("attn_logit_softcapping", "final_logit_softcapping")) {
            double value = metadata.number(prefix + cap, 0, 0, 1e6);
            if (value > 0) {
                keys.put(cap, value);
            }
        }
        if (architecture == GgufArchitecture.GEMMA3) {
            keys.put("rope_local_base_freq", metadata.number(prefix + "rope.freq_base_swa", 10_000, 1, 1e12))
                    .put(
                            "sliding_window_pattern",
                            metadata.integer(prefix + "attention.sliding_window_pattern", GEMMA3_LOCAL, 1, 1024));
        }
        window(keys, GEMMA_WINDOW);
    }

    private void window(Keys keys, int fallback) {
        int window = metadata.integer(prefix + "attention.sliding_window", fallback, 0, Integer.MAX_VALUE);
        if (window > 0) {
            keys.put("sliding_window", window);
        }
    }

    private double epsilon(String key) {
        if (!metadata.has(prefix + key)) {
            metadata.problem(prefix + key, "is missing");
        }
        return metadata.number(prefix + key, LEAST_EPSILON, LEAST_EPSILON, 1);
    }

    private Optional<Keys> scaling() {
        Optional<Llama3Scaling> ofLlama3 = Llama3Scaling.of(file, shape.base(), findings);
        if (ofLlama3.isPresent()) {
            return Optional.of(new Keys()
                    .put("rope_type", "llama3")
                    .put("factor", ofLlama3.get().factor())
                    .put("low_freq_factor", Llama3Scaling.LOW)
                    .put("high_freq_factor", Llama3Scaling.HIGH)
                    .put("original_max_position_embeddings", Llama3Scaling.CONTEXT));
        }
        // The older of the two ways to say it.
        double linear = metadata.number(prefix + "rope.scale_linear", 1, 1, 1e6);
        String type = metadata.text(prefix + "rope.scaling.type").orElse(linear > 1 ? "linear" : "none");
        double factor = metadata.number(prefix + "rope.scaling.factor", linear, 1, 1e6);
        if (type.equals("none") || (type.equals("linear") && factor == 1)) {
            return Optional.empty();
        }
        Keys keys = new Keys().put("rope_type", type).put("factor", factor);
        int original = metadata.integer(prefix + "rope.scaling.original_context_length", 0, 0, Integer.MAX_VALUE);
        return Optional.of(original > 0 ? keys.put("original_max_position_embeddings", original) : keys);
    }

    private void id(Keys keys, String name) {
        int id = metadata.integer("tokenizer.ggml." + name + "_token_id", -1, -1, Integer.MAX_VALUE);
        if (id >= 0) {
            keys.put(name + "_token_id", id);
        }
    }
}
