// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A byte-level tokenizer for the checkpoints of [TinyDecoder]: what can be typed, a letter at a time but for a
/// few pairs,
/// and pieces that mark turns. Its ids are below 128.
public final class TinyTokenizer {
    /// By id, from 0.
    private static final List<String> CONTROLS = List.of("<unk>", "<s>", "</s>", "<|user|>", "<|assistant|>");

    private static final List<String> PAIRS = List.of("th", "in", "er", "an", "ou", "\":");

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
        BytePairJson json = new BytePairJson(CONTROLS);
        json.add("\u010A"); // the letter of a line's end
        json.add("\u0120"); // that of a blank
        for (char c = '!'; c <= '~'; c++) {
            json.add(String.valueOf(c));
        }
        PAIRS.forEach(pair -> json.merge(pair.substring(0, 1), pair.substring(1)));
        return json.json();
    }
}
