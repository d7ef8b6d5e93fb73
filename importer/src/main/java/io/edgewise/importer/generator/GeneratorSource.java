// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

import io.edgewise.importer.CheckpointTokenizer;
import io.edgewise.importer.checkpoint.Checkpoint;
import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.checkpoint.GgufCheckpoint;
import io.edgewise.inference.tokenizer.PieceBytes;
import io.edgewise.inference.wrap.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A decoder's checkpoint, opened. Owns its files.
///
/// @param files what the weights are read from
record GeneratorSource(
        Configuration config, Checkpoint weights, List<Path> files, CheckpointTokenizer tokenizer, Marks marks)
        implements AutoCloseable {
    /// Opens a folder of the transformers library.
    ///
    /// @throws io.edgewise.inference.wrap.WrapException with all that is missing
    /// @throws io.edgewise.importer.checkpoint.CheckpointException when a file of weights is damaged
    static GeneratorSource ofFolder(Path path, Findings findings) {
        CheckpointFolder folder = new CheckpointFolder(path, findings);
        Checkpoint checkpoint = Checkpoint.open(folder, findings);
        try {
            Optional<Configuration> config = folder.configuration("config.json");
            if (config.isEmpty()) {
                findings.problem("there is no config.json, which says what the weights are");
            }
            Optional<CheckpointTokenizer> tokenizer = config.flatMap(c -> CheckpointTokenizer.of(folder, c, findings));
            findings.requireNone(path);
            Marks marks = Marks.of(
                    folder, config.orElseThrow(), tokenizer.orElseThrow().tokenizer(), findings);
            findings.requireNone(path);
            return new GeneratorSource(config.get(), checkpoint, folder.weightFiles(), tokenizer.get(), marks);
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    /// Opens a file of llama.cpp's.
    ///
    /// @param scratch a folder where a `tokenizer.json` may be made
    /// @throws io.edgewise.inference.wrap.WrapException with all that is missing
    /// @throws io.edgewise.importer.checkpoint.CheckpointException when the file is damaged
    static GeneratorSource ofGguf(Path path, Path scratch, Findings findings) {
        Optional<GgufCheckpoint> opened = GgufCheckpoint.open(path, findings);
        if (opened.isEmpty()) {
            findings.requireNone(path);
        }
        GgufCheckpoint gguf = opened.orElseThrow();
        try {
            Optional<CheckpointTokenizer> tokenizer =
                    gguf.tokenizerJson(scratch).flatMap(json -> CheckpointTokenizer.of(json, findings));
            findings.requireNone(path);
            Marks marks = Marks.of(gguf, tokenizer.orElseThrow().tokenizer(), findings);
            findings.requireNone(path);
            return new GeneratorSource(gguf.configuration(), gguf.checkpoint(), List.of(path), tokenizer.get(), marks);
        } catch (RuntimeException e) {
            gguf.close();
            throw e;
        }
    }

    /// The way back from ids to a text, which a generator needs.
    Optional<PieceBytes> pieces() {
        return tokenizer.tokenizer().bytes();
    }

    @Override
    public void close() {
        weights.close();
    }
}
