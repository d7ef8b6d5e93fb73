// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON into [DocumentNode]s, keeping the lines.
public final class JsonDocument {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonDocument() {}

    /// @throws IllegalArgumentException with line and column when it is not JSON, or a key stands twice
    public static DocumentNode parse(String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("it is empty");
            }
            DocumentNode root = node(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException(
                        "line " + line(parser) + ": something follows the end of the document");
            }
            return root;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(where(e.getLocation()) + e.getOriginalMessage(), e);
        }
    }

    /// Reads bytes in UTF-8.
    ///
    /// @throws IllegalArgumentException when they are not UTF-8, or as for [#parse(String)]
    public static DocumentNode parse(byte[] json) {
        try {
            return parse(UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not UTF-8 (" + e.getMessage() + ")", e);
        }
    }

    /// Reads a file in UTF-8.
    ///
    /// @param mostBytes larger files are refused before they are read
    /// @throws IllegalArgumentException with the reason: unreadable, too large, not UTF-8, or as
    /// for [#parse(String)]
    public static DocumentNode read(Path file, long mostBytes) {
        try {
            long bytes = Files.size(file);
            if (bytes <= mostBytes) {
                return parse(Files.readAllBytes(file));
            }
            throw new IllegalArgumentException("it has " + bytes + " bytes, at most " + mostBytes + " are read");
        } catch (IOException e) {
            throw new IllegalArgumentException(e.toString(), e);
        }
    }

    private static DocumentNode node(JsonParser parser) {
        JsonToken token = parser.currentToken();
        int line = line(parser);
        return switch (token) {
            case START_OBJECT -> mapping(parser, line);
            case START_ARRAY -> sequence(parser, line);
            case VALUE_STRING -> new Scalar(parser.getString(), Kind.TEXT, line);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(parser.getString(), Kind.NUMBER, line);
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(parser.getString(), Kind.FLAG, line);
            default -> new Scalar("", Kind.NULL, line);
        };
    }

    private static Mapping mapping(JsonParser parser, int line) {
        Map<String, DocumentNode> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            entries.put(key, node(parser));
        }
        return new Mapping(entries, line);
    }

    private static Sequence sequence(JsonParser parser, int line) {
        List<DocumentNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(parser));
        }
        return new Sequence(items, line);
    }

    /// A limit that is exceeded, of nesting for example, has no place.
    private static String where(@Nullable TokenStreamLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
