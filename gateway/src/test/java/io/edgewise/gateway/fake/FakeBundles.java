// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bundle directories with a descriptor and nothing else in them: enough for whoever only reads
/// descriptors.
public final class FakeBundles {
    private static final String FILES = """
              "files": {
                "model.tflite": { "bytes": 1, "sha256": "%1$s" },
                "vocab.txt": { "bytes": 1, "sha256": "%1$s" },
                "golden.json": { "bytes": 1, "sha256": "%1$s" }
              },
              "model": { "file": "model.tflite", "signature": "packed" },
              "tokenizer": { "file": "vocab.txt" },
              "golden": { "file": "golden.json" }
            """.formatted("0".repeat(64));

    private static final String MODERATION = """
            {
              "format": 1, "name": "moderation", "version": "1.0.0", "task": "moderation", "licence": "Apache-2.0",
              "heads": [{
                "kind": "labels", "name": "moderation", "labels": ["toxic", "insult", "threat"],
                "thresholds": {
                  "toxic": { "review": 0.5, "block": 0.8 },
                  "insult": { "review": 0.5, "block": 0.8 }
                }
              }],
            """;

    private static final String EXTRACTION = """
            {
              "format": 1, "name": "extraction", "version": "1.0.0", "task": "extraction", "licence": "Apache-2.0",
              "heads": [
                { "kind": "spans", "name": "industrial", "group": "maintenance", "labels": ["O", "B-EQ", "I-EQ"] },
                { "kind": "spans", "name": "norm", "group": "codes", "labels": ["O", "B-ID", "I-ID"] },
                { "kind": "choice", "name": "intent", "group": "device", "labels": ["play", "stop"] }
              ],
            """;

    private static final String CLASSIFICATION = """
            {
              "format": 1, "name": "spam", "version": "1.0.0", "task": "classification", "licence": "Apache-2.0",
              "heads": [{ "kind": "choice", "name": "spam", "labels": ["false", "true"] }],
            """;

    private static final String EMBEDDING = """
            {
              "format": 1, "name": "sentences", "version": "1.0.0", "task": "embedding", "licence": "Apache-2.0",
              "languages": ["en"],
              "heads": [{ "kind": "vector", "name": "embedding", "width": 384 }],
            """;

    private static final String WRITER = """
            {
              "format": 1, "name": "writer", "version": "1.0.0", "task": "generation", "licence": "Apache-2.0",
              "files": {
                "model.tflite": { "bytes": 1, "sha256": "%1$s" },
                "tokenizer.json": { "bytes": 1, "sha256": "%1$s" },
                "golden.json": { "bytes": 1, "sha256": "%1$s" }
              },
              "model": { "file": "model.tflite", "vocabulary-size": 200, "context": 512, "heads": 4 },
              "tokenizer": { "type": "bpe", "file": "tokenizer.json" },
              "stop": ["<|im_end|>"],
              "golden": { "file": "golden.json" }
            }
            """.formatted("0".repeat(64));

    private FakeBundles() {}

    /// Writes `models/moderation`, `extraction`, `spam`, `sentences` and `writer` below a folder.
    public static void write(Path folder) {
        write(folder.resolve("models/moderation"), MODERATION + FILES + "}");
        write(folder.resolve("models/extraction"), EXTRACTION + FILES + "}");
        write(folder.resolve("models/spam"), CLASSIFICATION + FILES + "}");
        write(folder.resolve("models/sentences"), EMBEDDING + FILES + "}");
        write(folder.resolve("models/writer"), WRITER);
    }

    private static void write(Path bundle, String descriptor) {
        try {
            Files.createDirectories(bundle);
            Files.writeString(bundle.resolve("bundle.json"), descriptor);
        } catch (IOException e) {
            throw new UncheckedIOException("writing a fake bundle", e);
        }
    }

    /// The descriptor of `moderation@1.0.0` with the labels toxic, insult and threat.
    public static BundleDescriptor moderation() {
        return describe("moderation");
    }

    /// The descriptor of `spam@1.0.0`, which says false or true.
    public static BundleDescriptor classification() {
        return describe("spam");
    }

    /// The descriptor of `extraction@1.0.0` with the groups maintenance, codes and device.
    public static BundleDescriptor extraction() {
        return describe("extraction");
    }

    /// The descriptor of `sentences@1.0.0`, which gives a vector.
    public static BundleDescriptor embedding() {
        return describe("sentences");
    }

    /// The same in another version.
    public static BundleDescriptor embedding(String version) {
        return describe("sentences", version);
    }

    private static BundleDescriptor describe(String name) {
        return describe(name, "1.0.0");
    }

    private static BundleDescriptor describe(String name, String version) {
        try {
            Path folder = Files.createTempDirectory("fake-bundles");
            try {
                write(folder);
                Path json = folder.resolve("models").resolve(name).resolve("bundle.json");
                Files.writeString(json, Files.readString(json).replace("1.0.0", version));
                return Bundle.describe(folder.resolve("models").resolve(name));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a folder for fake bundles", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var entries = Files.walk(folder)) {
            for (Path entry :
                    entries.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
