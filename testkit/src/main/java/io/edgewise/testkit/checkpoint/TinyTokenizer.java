// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// A byte-level tokenizer for the checkpoints of [TinyDecoder]: what can be typed, a letter at a time but for a
/// few pairs,
/// and pieces that mark turns. Its ids are below 128.
public final class TinyTokenizer {
    /// By id, from 0.
    private static final List<String> CONTROLS = List.of("<unk>", "<s>", "</s>", "<|user|>", "<|assistant|>");

    private static final List<String> PAIRS = List.of("th", "in", "er", "an", "ou", "\\\":");

    private TinyTokenizer() {}

    /// Writes `tokenizer.json` into the folder of a checkpoint.
    public static void writeTo(Path checkpoint) {
        try {
            Files.writeString(checkpoint.resolve("tokenizer.json"), json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json() {
        List<String> pieces = new ArrayList<>(CONTROLS);
        pieces.add("\u010A"); // the letter of a line's end
        pieces.add("\u0120"); // that of a blank
        for (char c = '!'; c <= '~'; c++) {
            pieces.add(c == '"' || c == '\\' ? "\\" + c : String.valueOf(c));
        }
        StringJoiner merges = new StringJoiner(",", "[", "]");
        for (String pair : PAIRS) {
            int second = pair.length() - 1;
            pieces.add(pair);
            merges.add("[\"" + pair.substring(0, second) + "\",\"" + pair.substring(second) + "\"]");
        }
        StringJoiner vocabulary = new StringJoiner(",", "{", "}");
        for (int id = 0; id < pieces.size(); id++) {
            vocabulary.add("\"" + pieces.get(id) + "\":" + id);
        }
        StringJoiner added = new StringJoiner(",", "[", "]");
        for (int id = 0; id < CONTROLS.size(); id++) {
            added.add("{\"id\":" + id + ",\"content\":\"" + CONTROLS.get(id) + "\",\"special\":true}");
        }
        return """
                {"version":"1.0","added_tokens":%s,"normalizer":null,
                 "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
                 "post_processor":null,"decoder":{"type":"ByteLevel"},
                 "model":{"type":"BPE","vocab":%s,"merges":%s}}
                """.formatted(added, vocabulary, merges);
    }
}
