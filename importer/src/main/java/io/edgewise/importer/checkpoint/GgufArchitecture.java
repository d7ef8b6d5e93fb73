// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The architectures of GGUF files that are known, and what the transformers library calls them. Mistral's
/// files say that they are Llama's.
enum GgufArchitecture {
    LLAMA("llama", "llama", "LlamaForCausalLM"),
    QWEN2("qwen2", "qwen2", "Qwen2ForCausalLM"),
    QWEN3("qwen3", "qwen3", "Qwen3ForCausalLM"),
    GEMMA("gemma", "gemma", "GemmaForCausalLM"),
    GEMMA2("gemma2", "gemma2", "Gemma2ForCausalLM"),
    GEMMA3("gemma3", "gemma3_text", "Gemma3ForCausalLM"),
    PHI2("phi2", "phi", "PhiForCausalLM"),
    GPT2("gpt2", "gpt2", "GPT2LMHeadModel");

    /// How a tensor is kept, other than in the transformers library.
    enum Form {
        SAME,
        QUERY_HEADS,
        KEY_HEADS,
        MORE_BY_ONE,
        TURNED
    }

    private final String key;
    private final String modelType;
    private final String className;

    GgufArchitecture(String key, String modelType, String className) {
        this.key = key;
        this.modelType = modelType;
        this.className = className;
    }

    /// The one with this name in files, if it is known.
    static Optional<GgufArchitecture> of(String key) {
        return Arrays.stream(values()).filter(a -> a.key.equals(key)).findFirst();
    }

    /// The names in files of all.
    static List<String> keys() {
        return Arrays.stream(values()).map(a -> a.key).toList();
    }

    /// Its name in files, which begins the keys of its metadata.
    String key() {
        return key;
    }

    /// `model_type` of `config.json`.
    String modelType() {
        return modelType;
    }

    /// `architectures` of `config.json`.
    String className() {
        return className;
    }

    /// The names of its tensors.
    GgufNames names() {
        return switch (this) {
            case LLAMA, QWEN2, QWEN3, GEMMA -> GgufNames.LLAMA;
            case GEMMA2, GEMMA3 -> GgufNames.GEMMA;
            case PHI2 -> GgufNames.PHI;
            case GPT2 -> GgufNames.GPT2;
        };
    }

    boolean isGemma() {
        return this == GEMMA || this == GEMMA2 || this == GEMMA3;
    }

    /// How the tensor with this name is kept.
    Form form(String name) {
        if (this == LLAMA) {
            return name.contains(".attn_q.")
                    ? Form.QUERY_HEADS
                    : name.contains(".attn_k.") ? Form.KEY_HEADS : Form.SAME;
        }
        if (isGemma()) {
            return name.endsWith("norm.weight") ? Form.MORE_BY_ONE : Form.SAME;
        }
        return this == GPT2 && name.matches("blk\\.\\d+\\.(attn_qkv|attn_output|ffn_up|ffn_down)\\.weight")
                ? Form.TURNED
                : Form.SAME;
    }
}
