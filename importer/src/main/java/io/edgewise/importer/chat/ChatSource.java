// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.inference.wrap.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A template as a checkpoint has it. Immutable.
///
/// @param name where it stands, for a sentence: `tokenizer_config.json: chat_template`
/// @param template in Jinja
/// @param begin the control piece that texts begin with, `bos_token`; empty when there is none
/// @param end the control piece that texts end with, `eos_token`; empty when there is none
public record ChatSource(String name, String template, String begin, String end) {
    /// The tokenizer's configuration, by its name in a folder.
    public static final String CONFIGURATION = "tokenizer_config.json";

    private static final String FILE = "chat_template.jinja";
    private static final String KEY = "chat_template";
    private static final long MOST_BYTES = 1 << 20;

    /// The template of a folder: a file of its own, or else in the tokenizer's configuration. Empty when there
    /// is none, or with a problem.
    ///
    /// @param configuration the file [#CONFIGURATION], if it is there
    public static Optional<ChatSource> find(
            CheckpointFolder folder, Optional<Configuration> configuration, Findings findings) {
        String begin = configuration.map(c -> piece(c, "bos_token")).orElse("");
        String end = configuration.map(c -> piece(c, "eos_token")).orElse("");
        Optional<Path> file = folder.find(FILE);
        if (file.isPresent()) {
            return read(file.get(), findings).map(text -> new ChatSource(FILE, text, begin, end));
        }
        return configuration
                .flatMap(ChatSource::template)
                .map(text -> new ChatSource(CONFIGURATION + ": " + KEY, text, begin, end));
    }

    /// A piece is written as a text, or as a block that has it as its content.
    private static String piece(Configuration configuration, String key) {
        Configuration block = configuration.block(key);
        return (block.has("content") ? block.text("content") : configuration.text(key)).orElse("");
    }

    /// Of several templates, the one for conversations is called `default`.
    private static Optional<String> template(Configuration configuration) {
        List<Configuration> several = configuration.blocks(KEY);
        if (several.isEmpty()) {
            return configuration.text(KEY);
        }
        Optional<String> chosen = several.stream()
                .filter(c -> c.text("name").filter("default"::equals).isPresent())
                .findFirst()
                .flatMap(c -> c.text("template"));
        if (chosen.isEmpty()) {
            configuration.problem(KEY, "has several templates, and none with the name \"default\"");
        }
        return chosen;
    }

    private static Optional<String> read(Path file, Findings findings) {
        try {
            if (Files.size(file) <= MOST_BYTES) {
                return Optional.of(Files.readString(file));
            }
            findings.problem(FILE + " has " + Files.size(file) + " bytes, at most " + MOST_BYTES + " are read");
        } catch (IOException e) {
            findings.problem(FILE + " can't be read as UTF-8: " + e);
        }
        return Optional.empty();
    }
}
