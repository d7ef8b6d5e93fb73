// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A `tokenizer.json` of Hugging Face as it was read: vocabulary and merges, which can be large, in arrays, and
/// everything else, which is small, as trees.
///
/// Confined to one reader.
final class TokenizerJson {

    /// The largest file that is looked into. The largest known, for 262,144 pieces, has 33 MB.
    static final long MAX_BYTES = 64L << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Members that say how a library runs and not what a text becomes: windows are cut elsewhere, pieces are never
    /// turned back into a text.
    private static final Set<String> NOT_USED = Set.of("version", "truncation", "padding", "decoder");

    private static final Set<String> USED = Set.of("added_tokens", "normalizer", "pre_tokenizer", "post_processor");

    final Path file;
    final VocabularyBuilder pieces;
    final MergeList merges;

    /// The score of each piece of a Unigram model.
    double[] scores = {};

    /// How many pieces have a score.
    int scored;

    private final Map<String, JsonNode> members = new HashMap<>();
    private final Map<String, JsonNode> model = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    private TokenizerJson(Path file) {
        this.file = file;
        this.pieces = new VocabularyBuilder(file + " model.vocab");
        this.merges = new MergeList(file + " model.merges");
    }

    /// Reads the file.
    ///
    /// @throws TokenizerException if it cannot be read, is no JSON, or has members that are not known
    static TokenizerJson read(Path file) {
        var read = new TokenizerJson(file);
        read.parse(read::document);
        return read;
    }

    /// Reads a `vocab.json`: an object with the id of each piece.
    static VocabularyBuilder readVocabulary(Path file) {
        var read = new TokenizerJson(file);
        read.parse(parser -> {
            read.expect(parser, JsonToken.START_OBJECT, () -> "the file");
            read.vocabulary(parser);
        });
        return read.pieces;
    }

    private void parse(Reading reading) {
        requireReadable(file, MAX_BYTES);
        try (JsonParser parser = JSON.createParser(file)) {
            parser.nextToken();
            reading.read(parser);
            if (parser.nextToken() != null) {
                throw wrong("goes on after the end of the document");
            }
        } catch (JacksonException e) {
            throw new TokenizerException(file + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private interface Reading {
        void read(JsonParser parser);
    }

    static void requireReadable(Path file, long most) {
        try {
            if (Files.isDirectory(file)) {
                throw new TokenizerException(file + " is a directory; name the file in it");
            }
            long size = Files.size(file);
            if (size > most) {
                throw new TokenizerException(
                        "%s has %d bytes, but at most %d are read; is this the tokenizer?".formatted(file, size, most));
            }
        } catch (NoSuchFileException e) {
            throw new TokenizerException(
                    file + " does not exist; put the tokenizer of the model there or correct the path", e);
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e, e);
        }
    }

    private void document(JsonParser parser) {
        expect(parser, JsonToken.START_OBJECT, () -> "the file");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = once(parser.currentName());
            parser.nextToken();
            if (name.equals("model")) {
                model(parser);
            } else if (NOT_USED.contains(name)) {
                parser.skipChildren();
            } else if (USED.contains(name)) {
                members.put(name, parser.readValueAsTree());
            } else {
                throw wrong("has the member \"%s\", which is not known".formatted(VocabularyBuilder.shown(name)));
            }
        }
        if (model.isEmpty() && pieces.size() == 0) {
            throw wrong("has no member \"model\"; is this a tokenizer.json?");
        }
    }

    private void model(JsonParser parser) {
        expect(parser, JsonToken.START_OBJECT, () -> "model");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            once("model." + name);
            JsonToken token = parser.nextToken();
            if (name.equals("merges")) {
                merges(parser);
            } else if (name.equals("vocab") && token == JsonToken.START_ARRAY) {
                scoredVocabulary(parser);
            } else if (name.equals("vocab")) {
                expect(parser, JsonToken.START_OBJECT, () -> "model.vocab");
                vocabulary(parser);
            } else {
                model.put(name, parser.readValueAsTree());
            }
        }
    }

    private void vocabulary(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String piece = parser.currentName();
            parser.nextToken();
            expect(
                    parser,
                    JsonToken.VALUE_NUMBER_INT,
                    () -> "the id of \"%s\"".formatted(VocabularyBuilder.shown(piece)));
            pieces.set(parser.getLongValue(), piece);
        }
    }

    private void scoredVocabulary(JsonParser parser) {
        scores = new double[1 << 12];
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int number = pieces.size();
            expect(parser, JsonToken.START_ARRAY, () -> scored(number));
            parser.nextToken();
            expect(parser, JsonToken.VALUE_STRING, () -> scored(number) + "[0]");
            String piece = parser.getString();
            if (!parser.nextToken().isNumeric()) {
                throw wrong(scored(number) + "[1] is no number; a piece has a score");
            }
            if (pieces.size() == scores.length) {
                scores = Arrays.copyOf(scores, scores.length * 2);
            }
            scores[scored++] = finite(number, parser.getDoubleValue());
            pieces.add(piece);
            parser.nextToken();
            expect(parser, JsonToken.END_ARRAY, () -> "the end of " + scored(number));
        }
    }

    private static String scored(int number) {
        return "model.vocab[" + number + "]";
    }

    private double finite(int number, double score) {
        if (!Double.isFinite(score)) {
            throw wrong(scored(number) + "[1] is no finite number");
        }
        return score;
    }

    private void merges(JsonParser parser) {
        expect(parser, JsonToken.START_ARRAY, () -> "model.merges");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int number = merges.size();
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                parser.nextToken();
                expect(parser, JsonToken.VALUE_STRING, () -> merge(number) + "[0]");
                String left = parser.getString();
                parser.nextToken();
                expect(parser, JsonToken.VALUE_STRING, () -> merge(number) + "[1]");
                merges.add(left, parser.getString());
                parser.nextToken();
                expect(parser, JsonToken.END_ARRAY, () -> "the end of " + merge(number));
            } else {
                expect(parser, JsonToken.VALUE_STRING, () -> merge(number));
                merges.add(parser.getString());
            }
        }
    }

    private static String merge(int number) {
        return "model.merges[" + number + "]";
    }

    /// Everything of a name that was read, so that nothing stands there twice and one of the two is not seen.
    private String once(String name) {
        if (!seen.add(name)) {
            throw wrong("has the member \"%s\" twice".formatted(VocabularyBuilder.shown(name)));
        }
        return name;
    }

    /// @param place made only when it is told: there are a hundred thousand of them
    private void expect(JsonParser parser, JsonToken expected, Supplier<String> place) {
        if (parser.currentToken() != expected) {
            throw wrong("has %s where %s should be %s".formatted(parser.currentToken(), place.get(), expected));
        }
    }

    /// A member of the file beside `model`.
    JsonStep member(String name) {
        return new JsonStep(file, name, members.getOrDefault(name, JSON.nullNode()));
    }

    /// A member of `model` beside vocabulary and merges.
    JsonStep modelMember(String name) {
        return new JsonStep(file, "model." + name, model.getOrDefault(name, JSON.nullNode()));
    }

    /// Refuses members of `model` that would change what it does and are not among `known`.
    void requireModelMembers(List<String> known) {
        for (String name : model.keySet()) {
            if (!known.contains(name)) {
                throw wrong("has the member \"model.%s\", which is not known".formatted(VocabularyBuilder.shown(name)));
            }
        }
    }

    TokenizerException wrong(String what) {
        return new TokenizerException(file + " " + what);
    }
}
