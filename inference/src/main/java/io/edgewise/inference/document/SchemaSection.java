// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// A [Section] that answers with examples and fallbacks and writes down what was asked: the JSON Schema
/// (draft 2020-12) of what a reader accepts.
public final class SchemaSection implements Section {
    /// Texts may be written without quotes, so that `id: 7` is a number and `note: true` a flag to a schema.
    private static final List<String> SCALAR = List.of("string", "number", "boolean");

    private final String path;
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<String> required = new ArrayList<>();

    private SchemaSection(String path) {
        this.path = path;
    }

    /// The schema of the documents that `reader` reads, as maps and lists ready to be written as JSON.
    public static Map<String, Object> describe(String title, Function<Section, ?> reader) {
        SchemaSection root = new SchemaSection("");
        Object unused = reader.apply(root);
        assert unused != null;
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.putAll(root.object());
        return schema;
    }

    private Map<String, Object> object() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        if (!required.isEmpty()) {
            schema.put("required", List.copyOf(required));
        }
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }

    private Map<String, Object> property(String key, String type, String description) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("description", description);
        property.put("type", type);
        properties.put(key, property);
        return property;
    }

    @Override
    public <T> T required(String key, String example, Function<String, T> parser, String description) {
        required.add(key);
        scalar(key, description).put("examples", List.of(example));
        return parser.apply(example);
    }

    @Override
    public <T> T optional(String key, String fallback, Function<String, T> parser, String description) {
        Map<String, Object> property = scalar(key, description);
        if (!fallback.isEmpty()) {
            property.put("default", fallback);
        }
        return parser.apply(fallback);
    }

    @Override
    public <T> Optional<T> maybe(String key, String example, Function<String, T> parser, String description) {
        scalar(key, description).put("examples", List.of(example));
        return Optional.of(parser.apply(example));
    }

    private Map<String, Object> scalar(String key, String description) {
        Map<String, Object> property = property(key, "string", description);
        property.put("type", SCALAR);
        return property;
    }

    /// Constants look like no number and no flag, so only texts are possible, and those can be listed.
    @Override
    public <E extends Enum<E>> E choice(String key, E fallback, Class<E> type, String description) {
        Map<String, Object> property = property(key, "string", description + Choice.list(type));
        property.put("enum", Choice.names(type));
        property.put("default", Choice.name(fallback));
        return fallback;
    }

    @Override
    public int integer(String key, int fallback, int least, int most, String description) {
        Map<String, Object> property = property(key, "integer", description);
        property.put("default", fallback);
        property.put("minimum", least);
        property.put("maximum", most);
        return fallback;
    }

    @Override
    public double number(String key, double fallback, double least, double most, String description) {
        range(key, least, most, description).put("default", fallback);
        return fallback;
    }

    @Override
    public OptionalDouble maybeNumber(String key, double example, double least, double most, String description) {
        range(key, least, most, description).put("examples", List.of(example));
        return OptionalDouble.of(example);
    }

    private Map<String, Object> range(String key, double least, double most, String description) {
        Map<String, Object> property = property(key, "number", description);
        property.put("minimum", least);
        property.put("maximum", most);
        return property;
    }

    @Override
    public boolean flag(String key, boolean fallback, String description) {
        property(key, "boolean", description).put("default", fallback);
        return fallback;
    }

    @Override
    public <T> List<T> list(String key, String example, Function<String, T> parser, String description) {
        Map<String, Object> property = property(key, "array", description);
        property.put("type", List.of("array", "string", "number", "boolean"));
        property.put("items", Map.of("type", SCALAR));
        property.put("examples", List.of(List.of(example)));
        return List.of(parser.apply(example));
    }

    @Override
    public <T> T section(String key, Function<Section, T> reader, String description) {
        SchemaSection child = new SchemaSection(child(key));
        T result = block(key, child, reader, description);
        if (!child.required.isEmpty() && !required.contains(key)) {
            required.add(key);
        }
        return result;
    }

    @Override
    public <T> Optional<T> maybeSection(String key, Function<Section, T> reader, String description) {
        return Optional.of(block(key, new SchemaSection(child(key)), reader, description));
    }

    private <T> T block(String key, SchemaSection child, Function<Section, T> reader, String description) {
        T result = reader.apply(child);
        property(key, "object", description).putAll(child.object());
        return result;
    }

    @Override
    public <T> List<T> sections(String key, Function<Section, T> reader, String description) {
        SchemaSection child = new SchemaSection(child(key) + "[]");
        T result = reader.apply(child);
        property(key, "array", description).put("items", child.object());
        return List.of(result);
    }

    @Override
    public <T> Map<String, T> named(String key, Function<Section, T> reader, String description) {
        SchemaSection child = new SchemaSection(child(key) + ".NAME");
        T result = reader.apply(child);
        property(key, "object", description).put("additionalProperties", child.object());
        return Map.of("NAME", result);
    }

    @Override
    public <T> Map<String, T> pairs(String key, String example, Function<String, T> parser, String description) {
        property(key, "object", description).put("additionalProperties", Map.of("type", SCALAR));
        return Map.of("NAME", parser.apply(example));
    }

    @Override
    public <T> Map<String, List<T>> lists(
            String key,
            String example,
            Function<String, T> parser,
            Function<String, Map<String, List<T>>> named,
            String description) {
        Map<String, Object> property = property(key, "object", description);
        property.put("type", List.of("object", "string"));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", List.of("array", "string", "number", "boolean"));
        list.put("items", Map.of("type", SCALAR));
        property.put("additionalProperties", list);
        return Map.of("NAME", List.of(parser.apply(example)));
    }

    /// Examples and fallbacks are the reader's own; what it finds wrong between them says nothing about the schema.
    @Override
    public void problem(String key, String message) {
        assert !message.isEmpty();
    }

    @Override
    public String path() {
        return path;
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
