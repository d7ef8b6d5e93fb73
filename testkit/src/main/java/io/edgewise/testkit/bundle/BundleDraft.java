// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A bundle that is still to be written. Sizes and digests in `bundle.json` are those of the files as they are
/// when it is written, unless a change says otherwise. Confined to the thread that made it; a draft may be
/// written several times.
public final class BundleDraft {
    private final Map<String, Object> descriptor;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Consumer<Map<String, Object>>> changes = new ArrayList<>();
    private final List<Consumer<Path>> afterwards = new ArrayList<>();

    BundleDraft(Map<String, Object> descriptor) {
        this.descriptor = descriptor;
    }

    /// Adds a file or replaces its content; `bundle.json` will list it.
    public BundleDraft file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    /// Adds a text file or replaces its content.
    public BundleDraft file(String name, String content) {
        return file(name, content.getBytes(UTF_8));
    }

    /// Takes a file out.
    public BundleDraft without(String name) {
        files.remove(name);
        return this;
    }

    /// The name in `bundle.json`.
    public BundleDraft named(String name) {
        return describing(json -> json.put("name", name));
    }

    /// Changes the members of `bundle.json`, the list of files included. Objects are mutable maps, lists are lists.
    public BundleDraft describing(Consumer<Map<String, Object>> change) {
        changes.add(change);
        return this;
    }

    /// Changes a block of `bundle.json`: `model`, `tokenizer`, `window`, `golden`, `files`.
    public BundleDraft describing(String block, Consumer<Map<String, Object>> change) {
        return describing(json -> change.accept(object(json, block)));
    }

    /// Does something to the folder once everything is written.
    public BundleDraft afterwards(Consumer<Path> change) {
        afterwards.add(change);
        return this;
    }

    /// Makes the bundle wrong.
    public BundleDraft flawed(Flaw flaw) {
        flaw.spoil(this);
        return this;
    }

    /// Writes the bundle into a new folder.
    ///
    /// @return the folder
    public Path writeTo(Path folder) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
            Files.writeString(folder.resolve("bundle.json"), json());
            afterwards.forEach(change -> change.accept(folder));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String json() {
        Map<String, Object> json = copy(descriptor);
        Map<String, Object> entries = new LinkedHashMap<>();
        files.forEach((name, content) -> entries.put(name, entry(content)));
        json.put("files", entries);
        changes.forEach(change -> change.accept(json));
        return Json.write(json);
    }

    private static Map<String, Object> entry(byte[] content) {
        return new LinkedHashMap<>(Map.of("bytes", content.length, "sha256", sha256(content)));
    }

    /// Changes of one writing must not reach the next.
    private static Map<String, Object> copy(Map<String, Object> original) {
        Map<String, Object> result = new LinkedHashMap<>();
        original.forEach((key, value) -> result.put(key, copyValue(value)));
        return result;
    }

    @SuppressWarnings("unchecked") // the descriptor holds only maps with text keys
    private static Object copyValue(Object value) {
        return switch (value) {
            case Map<?, ?> map -> copy((Map<String, Object>) map);
            case List<?> list ->
                new ArrayList<>(list.stream().map(BundleDraft::copyValue).toList());
            default -> value;
        };
    }

    @SuppressWarnings("unchecked") // the descriptor holds only maps with text keys
    static Map<String, Object> object(Map<String, Object> json, String key) {
        Object value = json.get(key);
        if (!(value instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("bundle.json has no block " + key);
        }
        return (Map<String, Object>) value;
    }

    /// One of the blocks in `heads`.
    @SuppressWarnings("unchecked") // the descriptor holds only maps with text keys
    static Map<String, Object> head(Map<String, Object> json, int number) {
        if (!(json.get("heads") instanceof List<?> heads)) {
            throw new IllegalArgumentException("bundle.json has no heads");
        }
        return (Map<String, Object>) heads.get(number);
    }

    /// 64 lower-case hexadecimal digits.
    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
