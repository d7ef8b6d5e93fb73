// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The checkpoints, written by `training/fixtures/checkpoints.py`.
public enum TinyCheckpoint {
    /// BERT; three labels of which any may hold; float32.
    BERT_LABELS("bert-labels"),
    /// BERT; a tagger of five labels; bfloat16 in two files.
    BERT_TAGGER("bert-tagger"),
    /// BERT without a head, the mean of all tokens, GELU by a tangent; float16; `vocab.txt` alone.
    BERT_EMBEDDER("bert-embedder"),
    /// BERT without a head, the first token.
    BERT_FIRST_TOKEN("bert-first-token"),
    /// DistilBERT; one of two labels.
    DISTILBERT_LABEL("distilbert-label"),
    /// ELECTRA with a factorised word table; one of three labels.
    ELECTRA_LABEL("electra-label"),
    /// ELECTRA; a tagger.
    ELECTRA_TAGGER("electra-tagger"),
    /// RoBERTa with byte pairs; one of two labels.
    ROBERTA_LABEL("roberta-label"),
    /// XLM-R with a Unigram tokenizer; a tagger.
    XLM_ROBERTA_TAGGER("xlm-roberta-tagger"),
    /// ALBERT, three layers of the same weights; one of two labels.
    ALBERT_LABEL("albert-label");

    private static final String FOLDER = "/io/edgewise/testkit/checkpoints/";

    private static final List<String> FILES = List.of(
            "config.json",
            "model.safetensors",
            "model.safetensors.index.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors",
            "tokenizer.json",
            "tokenizer_config.json",
            "vocab.txt",
            "reference.json",
            "1_Pooling/config.json");

    private final String folder;

    TinyCheckpoint(String folder) {
        this.folder = folder;
    }

    /// Writes all files into a new folder.
    ///
    /// @return the folder
    public Path writeTo(Path parent) {
        Path target = parent.resolve(folder);
        try {
            for (String name : FILES) {
                try (InputStream in = TinyCheckpoint.class.getResourceAsStream(FOLDER + folder + "/" + name)) {
                    if (in != null) {
                        Files.createDirectories(target.resolve(name).getParent());
                        Files.copy(in, target.resolve(name));
                    }
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
