// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A `tokenizer.json` that a test changes. Immutable.
record TokenizerJsonText(String text) {

    static final String BYTE_LEVEL =
            "{\"type\":\"ByteLevel\",\"add_prefix_space\":%b,\"trim_offsets\":true,\"use_regex\":%b}";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static TokenizerJsonText read(Path file) throws IOException {
        return new TokenizerJsonText(Files.readString(file));
    }

    /// With `member` replaced by `json`.
    TokenizerJsonText with(String member, String json) {
        return changed(root -> root.set(member, JSON.readTree(json)));
    }

    /// With a member of `model` replaced by `json`.
    TokenizerJsonText withModel(String member, String json) {
        return changed(root -> ((ObjectNode) root.get("model")).set(member, JSON.readTree(json)));
    }

    TokenizerJsonText without(String member) {
        return changed(root -> root.remove(member));
    }

    TokenizerJsonText changed(Consumer<ObjectNode> change) {
        ObjectNode root = (ObjectNode) JSON.readTree(text);
        change.accept(root);
        return new TokenizerJsonText(JSON.writeValueAsString(root));
    }

    JsonNode tree() {
        return JSON.readTree(text);
    }

    /// Our tokenizer of it.
    Tokenizer ours() {
        try {
            Path file = Files.createTempFile("tokenizer", ".json");
            try {
                Files.writeString(file, text);
                return TokenizerJsonReader.read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The reference's tokenizer of it, without the added tokens: it obeys them in a text, ours must not.
    ReferenceTokenizer reference() {
        return ReferenceTokenizer.of(with("added_tokens", "[]").text());
    }
}
