// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files that tiny bundles are made of. Their provenance: `io/edgewise/testkit/models/README.md`.
public enum TinyFile {
    /// One sequence head, `moderation`, of 7 labels; int8 weights.
    MODERATION_INT8("tiny_moderation_int8.tflite"),
    /// The same with float32 weights.
    MODERATION_FP32("tiny_moderation_fp32.tflite"),
    /// The heads `intent` (3), `device` (5 a token) and `industrial_maintie` (11 a token); int8 weights.
    EXTRACTION_INT8("tiny_extraction_int8.tflite"),
    /// 120 pieces.
    VOCABULARY("tiny_vocab.txt"),
    /// A byte-level BPE of 120 pieces with the steps of RoBERTa.
    BPE("tiny_bpe.json"),
    /// A Unigram tokenizer of 74 pieces with the steps of XLM-R.
    UNIGRAM("tiny_unigram.json"),
    /// What [#MODERATION_INT8] says of a few texts.
    MODERATION_GOLDEN("tiny_moderation.golden.json"),
    /// What [#EXTRACTION_INT8] says of a few texts.
    EXTRACTION_GOLDEN("tiny_extraction.golden.json"),
    /// The same with the pieces of [#BPE].
    EXTRACTION_BPE_GOLDEN("tiny_extraction_bpe.golden.json"),
    /// The same with the pieces of [#UNIGRAM].
    EXTRACTION_UNIGRAM_GOLDEN("tiny_extraction_unigram.golden.json");

    private static final String FOLDER = "/io/edgewise/testkit/models/";

    private final String resource;

    TinyFile(String resource) {
        this.resource = resource;
    }

    /// Its content; a new array at each call.
    public byte[] bytes() {
        try (InputStream in = TinyFile.class.getResourceAsStream(FOLDER + resource)) {
            if (in == null) {
                throw new IllegalStateException("the testkit has no " + FOLDER + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes it into a folder, under its own name.
    ///
    /// @return the file
    public Path writeTo(Path folder) {
        try {
            return Files.write(folder.resolve(resource), bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
