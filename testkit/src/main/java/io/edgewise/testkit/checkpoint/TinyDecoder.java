// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The checkpoints of decoders, written by `training/fixtures/decoders.py`. `reference.json` has a prompt of
/// 40 `ids` and the `logits` of each of its positions.
public enum TinyDecoder {
    /// Two queries for a key, a head of its own, widths that blocks of 32 divide; bfloat16, older keys.
    LLAMA("llama"),
    /// One key for all queries, biases everywhere, speeds scaled as Llama 3.1 does.
    LLAMA_BIASED("llama-biased"),
    /// A key for each query, speeds scaled evenly; float16, older keys.
    LLAMA_LINEAR("llama-linear"),
    /// Heads of a width of their own; a window beyond the prompt.
    MISTRAL("mistral"),
    QWEN2("qwen2"),
    QWEN3("qwen3"),
    /// Without a prefix, with masks among the weights.
    GPT2("gpt2"),
    PHI("phi"),
    GEMMA("gemma"),
    /// A window of 16 tokens in each second layer.
    GEMMA2("gemma2"),
    /// A window of 16 tokens in two of three layers.
    GEMMA3("gemma3");

    private static final String FOLDER = "/io/edgewise/testkit/checkpoints/decoders/";
    private static final List<String> FILES = List.of("config.json", "model.safetensors", "reference.json");

    private final String folder;

    TinyDecoder(String folder) {
        this.folder = folder;
    }

    /// Writes all files into a new folder.
    ///
    /// @return the folder
    public Path writeTo(Path parent) {
        Path target = parent.resolve(folder);
        try {
            Files.createDirectories(target);
            for (String name : FILES) {
                String resource = FOLDER + folder + "/" + name;
                try (InputStream in =
                        Objects.requireNonNull(TinyDecoder.class.getResourceAsStream(resource), resource)) {
                    Files.copy(in, target.resolve(name));
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
