// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import io.edgewise.inference.document.ProtobufMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// How a tokenizer's file is written, which its name says.
public enum TokenizerFormat {
    /// A piece in each line: any name but those of the others.
    TEXT(VocabularyFile.MAX_BYTES),
    /// Of Hugging Face: `tokenizer.json`, `vocab.json`.
    JSON(TokenizerJson.MAX_BYTES),
    /// Of SentencePiece: `.model`.
    SENTENCEPIECE(SentencePieceFile.MAX_BYTES);

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final long maxBytes;

    TokenizerFormat(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// By the ending of a file's name.
    public static TokenizerFormat of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return JSON;
        }
        return name.endsWith(".model") ? SENTENCEPIECE : TEXT;
    }

    /// The largest file of this format that is looked into.
    public long maxBytes() {
        return maxBytes;
    }

    /// What a file of this format says that it is; text says nothing.
    ///
    /// @param file at its beginning
    /// @throws TokenizerException with the end of a sentence about the file, when it is damaged or of a kind that
    /// is not known
    public Optional<TokenizerKind> kind(InputStream file) throws IOException {
        return switch (this) {
            case TEXT -> Optional.empty();
            case JSON -> Optional.of(ofJson(file));
            case SENTENCEPIECE -> Optional.of(ofSentencePiece(file));
        };
    }

    private static TokenizerKind ofSentencePiece(InputStream file) throws IOException {
        try {
            return SentencePieceFile.kind(new ProtobufMessage(file.readAllBytes()));
        } catch (IllegalArgumentException e) {
            throw new TokenizerException("is no SentencePiece model: " + e.getMessage(), e);
        }
    }

    private static TokenizerKind ofJson(InputStream file) {
        try (JsonParser parser = MAPPER.createParser(file)) {
            // A vocab.json has no model; it belongs to BPE, as a model does that does not say its type.
            String type = enter(parser, "model") && enter(parser, "type") ? parser.getValueAsString() : "BPE";
            return switch (String.valueOf(type)) {
                case "BPE" -> TokenizerKind.BPE;
                case "Unigram" -> TokenizerKind.UNIGRAM;
                case "WordPiece" -> TokenizerKind.WORDPIECE;
                default ->
                    throw new TokenizerException("has the model.type \"%s\"; known are BPE, Unigram and WordPiece"
                            .formatted(VocabularyBuilder.shown(String.valueOf(type))));
            };
        } catch (JacksonException e) {
            throw new TokenizerException("is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// Goes into the object that comes next, to the value of a member.
    private static boolean enter(JsonParser parser, String member) {
        if (!parser.hasCurrentToken()) {
            parser.nextToken();
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = parser.currentName().equals(member);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
