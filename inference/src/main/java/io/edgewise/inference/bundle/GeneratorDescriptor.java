// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.bundle.BundleDescriptor.FileEntry;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The content of a `bundle.json` with the task `generation`. Immutable; the schema is
/// `docs/schemas/generator.schema.json`.
///
/// @param name short name, as configuration and results use it
/// @param version semantic version of the weights and everything beside them
/// @param description one sentence for people
/// @param languages ISO 639 codes of the languages that were trained
/// @param licence SPDX expression
/// @param source where the weights come from
/// @param files every file of the bundle but `bundle.json` and its signature, by name
/// @param stop control pieces that end an answer
/// @param golden the golden prompts
public record GeneratorDescriptor(
        String name,
        String version,
        String description,
        List<String> languages,
        String licence,
        String source,
        Map<String, FileEntry> files,
        DecoderEntry model,
        TokenizerEntry tokenizer,
        ChatTemplate chat,
        List<String> stop,
        GoldenEntry golden) {
    /// What `task` is.
    public static final String TASK = "generation";

    public GeneratorDescriptor {
        languages = List.copyOf(languages);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        stop = List.copyOf(stop);
    }

    /// As `smollm2@1.0.0`, the form in results.
    public String id() {
        return name + "@" + version;
    }

    /// The same with the files beside it and its golden prompts.
    public GeneratorDescriptor with(Map<String, FileEntry> present, GoldenEntry prompts) {
        return new GeneratorDescriptor(
                name, version, description, languages, licence, source, present, model, tokenizer, chat, stop, prompts);
    }

    /// The graph.
    ///
    /// @param file its file
    /// @param vocabularySize rows of the word table; token ids are below it
    /// @param context most tokens of a text with its answer
    /// @param heads query heads of a layer
    /// @param window tokens that layers with a sliding window look back; 0 when there are none
    public record DecoderEntry(String file, int vocabularySize, int context, int heads, int window) {}

    /// The golden prompts.
    ///
    /// @param divergence largest mean Kullback-Leibler divergence, in nats, of what a board says from what the
    /// weights say in float32
    public record GoldenEntry(String file, double divergence) {}
}
