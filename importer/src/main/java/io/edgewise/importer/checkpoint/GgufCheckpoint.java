// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.wrap.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A model in a GGUF file, llama.cpp's format, as if it were a folder of the transformers library: the same
/// names and shapes of tensors, the same order of rows, the same keys of configuration. Confined to one thread;
/// owns the open file.
public final class GgufCheckpoint implements AutoCloseable {
    private static final String TOKENIZER = "tokenizer.json";

    private final GgufFile file;
    private final Configuration configuration;
    private final Checkpoint checkpoint;
    private final Findings findings;

    private GgufCheckpoint(GgufFile file, Configuration configuration, Checkpoint checkpoint, Findings findings) {
        this.file = file;
        this.configuration = configuration;
        this.checkpoint = checkpoint;
        this.findings = findings;
    }

    /// Opens a file. What its metadata says and can't be used becomes a problem.
    ///
    /// @return empty with a problem when its architecture is not known
    /// @throws CheckpointException when it can't be read, is damaged, or is no such file
    public static Optional<GgufCheckpoint> open(Path path, Findings findings) {
        GgufFile file = GgufFile.open(path);
        try {
            Configuration metadata = file.metadata(findings);
            String key = metadata.text("general.architecture").orElse("");
            Optional<GgufArchitecture> architecture = GgufArchitecture.of(key);
            if (architecture.isEmpty()) {
                metadata.problem("general.architecture", "is \"" + key + "\"; known are " + GgufArchitecture.keys());
                file.close();
            }
            return architecture.map(known -> of(file, known, metadata, findings));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static GgufCheckpoint of(
            GgufFile file, GgufArchitecture architecture, Configuration metadata, Findings findings) {
        GgufShape shape = GgufShape.of(architecture, metadata);
        Configuration configuration = new GgufConfiguration(file, architecture, shape, metadata, findings).read();
        TranslatedGguf tensors = new TranslatedGguf(file, architecture, shape.heads(), shape.keyHeads());
        return new GgufCheckpoint(file, configuration, Checkpoint.of(tensors, file.path(), findings), findings);
    }

    /// What `config.json` would say.
    public Configuration configuration() {
        return configuration;
    }

    /// The weights, which are closed with this.
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /// What the file says of itself, by its own keys (`general.name`, `general.license`); lists are empty.
    public Configuration metadata() {
        return file.metadata(findings);
    }

    /// How a conversation becomes a text, in Jinja; if the file says it.
    public Optional<String> chatTemplate() {
        return metadata().text("tokenizer.chat_template");
    }

    /// Whether a text begins with the piece of `bos_token_id`.
    public boolean addsBeginning() {
        return tokenizer().addsBeginning();
    }

    /// The pieces that end an answer: of the text, of a turn, of a message; each once.
    public List<Integer> endIds() {
        GgufTokenizer tokenizer = tokenizer();
        return Stream.of("eos", "eot", "eom")
                .flatMap(part -> tokenizer.id(part).stream())
                .distinct()
                .toList();
    }

    /// The model's `tokenizer.json`: the one beside the file, or else one that is made of what the file says.
    ///
    /// @param folder where it is made, in the place of one that is there
    /// @return empty with a problem when the file's tokenizer is of a kind that is not known
    /// @throws CheckpointException when the vocabulary is damaged, or the file can't be written
    public Optional<Path> tokenizerJson(Path folder) {
        Path here = file.path().toAbsolutePath().getParent();
        Optional<Path> beside = here == null ? Optional.empty() : new CheckpointFolder(here, findings).find(TOKENIZER);
        if (beside.isPresent()) {
            return beside;
        }
        Path made = folder.resolve(TOKENIZER);
        return tokenizer().write(made) ? Optional.of(made) : Optional.empty();
    }

    private GgufTokenizer tokenizer() {
        return new GgufTokenizer(file, findings);
    }

    @Override
    public void close() {
        checkpoint.close();
    }
}
