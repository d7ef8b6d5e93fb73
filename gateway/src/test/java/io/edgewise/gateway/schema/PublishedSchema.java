// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.schema;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A schema of `docs/schemas/` as a validator. Immutable.
public final class PublishedSchema {
    private final Schema schema;

    private PublishedSchema(Schema schema) {
        this.schema = schema;
    }

    /// @param name as `result`
    public static PublishedSchema of(String name) {
        return new PublishedSchema(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text(name), InputFormat.JSON));
    }

    /// The same with every member that it does not describe forbidden: others may meet new members, but none
    /// that we forgot to describe.
    public static PublishedSchema strict(String name) {
        JsonNode tree = JsonMapper.shared().readTree(text(name));
        close(tree);
        return new PublishedSchema(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonMapper.shared().writeValueAsString(tree), InputFormat.JSON));
    }

    private static void close(JsonNode node) {
        node.forEach(PublishedSchema::close);
        if (node instanceof ObjectNode object
                && object.path("type").asString("").equals("object")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
    }

    /// The file's text.
    public static String text(String name) {
        try {
            return Files.readString(ProjectRoot.path("docs/schemas/" + name + ".schema.json"));
        } catch (IOException e) {
            throw new UncheckedIOException("docs/schemas/" + name + ".schema.json", e);
        }
    }

    /// What a document has that the schema does not allow.
    public List<String> errors(String json) {
        return schema
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(com.networknt.schema.Error::toString)
                .toList();
    }

    /// The same of UTF-8 bytes.
    public List<String> errors(byte[] json) {
        return errors(new String(json, StandardCharsets.UTF_8));
    }
}
