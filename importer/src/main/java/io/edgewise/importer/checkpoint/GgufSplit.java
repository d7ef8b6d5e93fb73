// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How byte-level models split a text before they look for pieces, by the names of llama.cpp
/// (`tokenizer.ggml.pre`), as a `tokenizer.json` says it. Only names are known of which the tokenizers of the
/// models themselves say the same.
///
/// Source: `src/llama-vocab.cpp` and `conversion/base.py` (`get_vocab_base_pre`) of ggml-org/llama.cpp; the
/// `tokenizer.json` of GPT-2, SmolLM2, StarCoder, Llama 3, Qwen 2.5.
enum GgufSplit {
    GPT2,
    DIGITS,
    LLAMA3,
    QWEN2;

    private static final Map<String, GgufSplit> BY_NAME = Map.of(
            "gpt-2", GPT2,
            "phi-2", GPT2,
            "smollm", DIGITS,
            "starcoder", DIGITS,
            "refact", DIGITS,
            "llama-bpe", LLAMA3,
            "llama3", LLAMA3,
            "llama-v3", LLAMA3,
            "qwen2", QWEN2);

    private static final String LLAMA3_EXPRESSION =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final String QWEN2_EXPRESSION = LLAMA3_EXPRESSION.replace("{1,3}", "");

    /// The one with this name, if it is known.
    static Optional<GgufSplit> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// All names that are known.
    static List<String> names() {
        return BY_NAME.keySet().stream().sorted().toList();
    }

    /// Whether a word that is a piece is taken as it is.
    boolean ignoresMerges() {
        return this == LLAMA3;
    }

    /// Whether a text begins with a piece that says so, where the file doesn't tell.
    boolean addsBeginning() {
        return this == LLAMA3;
    }

    /// The member `normalizer`, if there is one.
    Optional<Map<String, Object>> normalizer() {
        return this == QWEN2 ? Optional.of(Map.of("type", "NFC")) : Optional.empty();
    }

    /// The member `pre_tokenizer`.
    Map<String, Object> preTokenizer() {
        return switch (this) {
            case GPT2 -> bytes(true);
            case DIGITS -> sequence(Map.of("type", "Digits", "individual_digits", true), bytes(true));
            case LLAMA3 -> sequence(split(LLAMA3_EXPRESSION), bytes(false));
            case QWEN2 -> sequence(split(QWEN2_EXPRESSION), bytes(false));
        };
    }

    private static Map<String, Object> sequence(Map<String, Object> first, Map<String, Object> last) {
        return Map.of("type", "Sequence", "pretokenizers", List.of(first, last));
    }

    private static Map<String, Object> split(String expression) {
        return Map.of("type", "Split", "pattern", Map.of("Regex", expression), "behavior", "Isolated", "invert", false);
    }

    private static Map<String, Object> bytes(boolean expression) {
        return Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", expression);
    }
}
