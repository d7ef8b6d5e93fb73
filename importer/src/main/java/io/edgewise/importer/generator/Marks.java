// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

import io.edgewise.importer.chat.ChatSource;
import io.edgewise.importer.chat.ChatTemplateReader;
import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.GgufCheckpoint;
import io.edgewise.inference.bundle.ChatTemplate;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.wrap.Findings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What stands around texts and turns of a checkpoint. Immutable.
///
/// @param stop control pieces that end an answer
/// @param stopSaidBy where a checkpoint of this kind says them; for sentences
record Marks(ChatTemplate chat, Set<String> stop, String stopSaidBy) {
    private static final String GGUF_KEY = "tokenizer.chat_template";
    private static final Turn LINE = new Turn("", "\n");

    Marks {
        stop = Set.copyOf(stop);
    }

    /// Of a folder: `tokenizer_config.json`, `chat_template.jinja`, `config.json` and `generation_config.json`.
    /// A template that can't be used becomes a problem.
    static Marks of(CheckpointFolder folder, Configuration config, Tokenizer tokenizer, Findings findings) {
        Optional<Configuration> said = folder.configuration(ChatSource.CONFIGURATION);
        Stream<Configuration> ends =
                Stream.concat(Stream.of(config), folder.configuration("generation_config.json").stream());
        Set<String> stop = new LinkedHashSet<>();
        ends.flatMap(Marks::endIds).flatMap(id -> piece(tokenizer, id).stream()).forEach(stop::add);
        boolean adds = said.flatMap(c -> c.flag("add_bos_token")).orElse(false);
        said.flatMap(c -> token(c, "eos_token")).ifPresent(stop::add);
        String begin =
                said.filter(c -> adds).flatMap(c -> token(c, "bos_token")).orElse("");
        return of(
                ChatSource.find(folder, said, findings),
                begin,
                stop,
                "eos_token_id of " + config.file() + ", eos_token of " + ChatSource.CONFIGURATION,
                tokenizer,
                findings);
    }

    /// Of a file of llama.cpp's.
    static Marks of(GgufCheckpoint gguf, Tokenizer tokenizer, Findings findings) {
        List<String> stop = gguf.endIds().stream()
                .flatMap(id -> piece(tokenizer, id).stream())
                .toList();
        String begin = gguf.configuration()
                .text("bos_token_id")
                .flatMap(id -> piece(tokenizer, Integer.parseInt(id)))
                .orElse("");
        Optional<ChatSource> source = gguf.chatTemplate()
                .map(text -> new ChatSource(GGUF_KEY, text, begin, stop.isEmpty() ? "" : stop.getFirst()));
        return of(
                source,
                gguf.addsBeginning() ? begin : "",
                new LinkedHashSet<>(stop),
                "tokenizer.ggml.eos_token_id of " + gguf.configuration().file(),
                tokenizer,
                findings);
    }

    private static Marks of(
            Optional<ChatSource> source,
            String begin,
            Set<String> ends,
            String stopSaidBy,
            Tokenizer tokenizer,
            Findings findings) {
        ChatTemplate chat = source.isPresent()
                ? new ChatTemplateReader(findings).read(source.get()).orElse(ChatTemplate.NONE)
                : new ChatTemplate(begin, LINE, LINE, LINE);
        Set<String> stop = new LinkedHashSet<>(ends);
        // What the model says ends with its turn.
        controls(tokenizer).filter(chat.assistant().suffix()::contains).forEach(stop::add);
        Set<String> known = new LinkedHashSet<>(controls(tokenizer).toList());
        stop.retainAll(known);
        return new Marks(chat, stop, stopSaidBy);
    }

    /// None for an id beyond the vocabulary: another model's.
    private static Optional<String> piece(Tokenizer tokenizer, int id) {
        return id < tokenizer.vocabularySize() ? Optional.of(tokenizer.piece(id)) : Optional.empty();
    }

    private static Stream<String> controls(Tokenizer tokenizer) {
        return tokenizer.bytes().stream()
                .flatMap(pieces -> IntStream.range(0, pieces.size())
                        .filter(id -> pieces.bytes(id).isEmpty())
                        .mapToObj(tokenizer::piece));
    }

    /// Written as a name, or as a block with the name in it.
    private static Optional<String> token(Configuration config, String key) {
        Configuration block = config.block(key);
        return block.has("content") ? block.text("content") : config.text(key);
    }

    /// One number, or a list of them.
    private static Stream<Integer> endIds(Configuration config) {
        List<String> several = config.texts("eos_token_id");
        Stream<String> all = several.isEmpty() ? config.text("eos_token_id").stream() : several.stream();
        return all.filter(text -> text.matches("[0-9]{1,7}")).map(Integer::valueOf);
    }
}
