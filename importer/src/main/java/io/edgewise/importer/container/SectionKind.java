// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import java.util.Locale;

/// What a part of a container is.
public enum SectionKind {
    /// A TensorFlow Lite model.
    MODEL("TensorFlow Lite model"),
    /// Weights of a model that lie outside of it.
    WEIGHTS("weights"),
    SENTENCE_PIECE("SentencePiece model"),
    /// A `tokenizer.json`, compressed.
    TOKENIZER_JSON("tokenizer.json"),
    /// What the runtime has to know of the model: a protocol buffer.
    NOTES("notes on the model"),
    /// The same for one of its parts.
    EXECUTOR("notes on running it"),
    /// Whatever its maker put there.
    DATA("other data"),
    /// What an editing tool has left behind.
    REMOVED("removed"),
    /// A kind that is newer than this class.
    UNKNOWN("unknown");

    private final String words;

    SectionKind(String words) {
        this.words = words;
    }

    /// For people.
    public String words() {
        return words;
    }

    boolean isTokenizer() {
        return equals(SENTENCE_PIECE) || equals(TOKENIZER_JSON);
    }

    /// By the number of LiteRT-LM's `AnySectionDataType`.
    static SectionKind ofNumber(int number) {
        return switch (number) {
            case 1 -> DATA;
            case 2 -> REMOVED;
            case 3 -> MODEL;
            case 4 -> SENTENCE_PIECE;
            case 5 -> NOTES;
            case 6 -> TOKENIZER_JSON;
            case 7 -> WEIGHTS;
            case 8 -> EXECUTOR;
            default -> UNKNOWN;
        };
    }

    /// By the name in a MediaPipe archive.
    static SectionKind ofEntry(String name) {
        return switch (name) {
            case "TOKENIZER_MODEL" -> SENTENCE_PIECE;
            case "METADATA" -> NOTES;
            default ->
                name.startsWith("TF_LITE_") || name.toLowerCase(Locale.ROOT).endsWith(".tflite") ? MODEL : DATA;
        };
    }
}
