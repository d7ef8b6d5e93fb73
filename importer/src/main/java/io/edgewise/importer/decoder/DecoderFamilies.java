// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.decoder.Llama.Biases;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The decoders that are known, by `model_type` of `config.json`.
final class DecoderFamilies {
    private static final Map<String, DecoderFamily> BY_TYPE = Map.of(
            "llama", new Llama(Biases.BY_CONFIGURATION, false),
            "mistral", new Llama(Biases.NONE, false),
            "qwen2", new Llama(Biases.INTO_ATTENTION, false),
            "qwen3", new Llama(Biases.BY_CONFIGURATION, true),
            "gpt2", new Gpt2(),
            "phi", new Phi(),
            "gemma", new Gemma(Gemma.Version.FIRST),
            "gemma2", new Gemma(Gemma.Version.SECOND),
            "gemma3_text", new Gemma(Gemma.Version.THIRD));

    private DecoderFamilies() {}

    static Optional<DecoderFamily> of(String modelType) {
        return Optional.ofNullable(BY_TYPE.get(modelType));
    }

    static Set<String> names() {
        return new TreeSet<>(BY_TYPE.keySet());
    }
}
