// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A [Section] of a real document.
public final class DocumentSection implements Section {
    private final Mapping mapping;
    private final String path;
    private final Problems problems;
    private final TreeSet<String> known = new TreeSet<>();

    private DocumentSection(Mapping mapping, String path, Problems problems) {
        this.mapping = mapping;
        this.path = path;
        this.problems = problems;
    }

    /// Reads a whole document and notes its problems, unknown keys among them.
    public static <T> T read(DocumentNode root, Problems problems, Function<Section, T> reader) {
        return read(root, "", problems, reader);
    }

    private static <T> T read(DocumentNode node, String path, Problems problems, Function<Section, T> reader) {
        if (!(node instanceof Mapping mapping)) {
            problems.add(path, node.line(), "expected a block of keys, got " + node.describe());
            // Keys that are missing for that reason need no sentence of their own.
            return reader.apply(new DocumentSection(new Mapping(Map.of(), node.line()), path, new Problems()));
        }
        DocumentSection section = new DocumentSection(mapping, path, problems);
        T result = reader.apply(section);
        section.reportUnknownKeys();
        return result;
    }

    private void reportUnknownKeys() {
        mapping.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(child(key), value.line(), "unknown key: " + Nearest.hint(key, known));
            }
        });
    }

    @Override
    public <T> T required(String key, String example, Function<String, T> parser, String description) {
        DocumentNode node = take(key);
        if (node == null) {
            problems.add(child(key), mapping.line(), "is missing: " + description + ", for example " + example);
            return parser.apply(example);
        }
        return parse(key, node, example, parser);
    }

    @Override
    public <T> T optional(String key, String fallback, Function<String, T> parser, String description) {
        DocumentNode node = take(key);
        return node == null ? parser.apply(fallback) : parse(key, node, fallback, parser);
    }

    @Override
    public <T> Optional<T> maybe(String key, String example, Function<String, T> parser, String description) {
        DocumentNode node = take(key);
        return node == null ? Optional.empty() : Optional.of(parse(key, node, example, parser));
    }

    private <T> T parse(String key, DocumentNode node, String standIn, Function<String, T> parser) {
        if (!(node instanceof Scalar scalar) || scalar.kind() == Kind.NULL) {
            problems.add(child(key), node.line(), "expected a value such as " + standIn + ", got " + node.describe());
            return parser.apply(standIn);
        }
        try {
            return parser.apply(scalar.raw());
        } catch (IllegalArgumentException e) {
            problems.add(child(key), node.line(), String.valueOf(e.getMessage()));
            return parser.apply(standIn);
        }
    }

    @Override
    public int integer(String key, int fallback, int least, int most, String description) {
        return (int) number(key, least, most, true).orElse(fallback);
    }

    @Override
    public double number(String key, double fallback, double least, double most, String description) {
        return number(key, least, most, false).orElse(fallback);
    }

    @Override
    public OptionalDouble maybeNumber(String key, double example, double least, double most, String description) {
        return number(key, least, most, false);
    }

    private OptionalDouble number(String key, double least, double most, boolean whole) {
        DocumentNode node = take(key);
        if (node == null) {
            return OptionalDouble.empty();
        }
        double value = node instanceof Scalar s && s.kind() == Kind.NUMBER ? Numbers.parse(s.raw()) : Double.NaN;
        if (!(value >= least && value <= most) || (whole && value != Math.rint(value))) {
            String range = whole ? (long) least + " to " + (long) most : least + " to " + most;
            problems.add(
                    child(key),
                    node.line(),
                    "expected a " + (whole ? "whole " : "") + "number from " + range + ", got " + node.describe());
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value);
    }

    @Override
    public boolean flag(String key, boolean fallback, String description) {
        DocumentNode node = take(key);
        if (node == null) {
            return fallback;
        }
        if (node instanceof Scalar s && s.kind() == Kind.FLAG) {
            return Boolean.parseBoolean(s.raw());
        }
        problems.add(child(key), node.line(), "expected true or false, got " + node.describe());
        return fallback;
    }

    @Override
    public <T> List<T> list(String key, String example, Function<String, T> parser, String description) {
        DocumentNode node = take(key);
        List<T> result = new ArrayList<>();
        for (DocumentNode item : items(node)) {
            String place = node instanceof Sequence ? key + "[" + result.size() + "]" : key;
            result.add(parse(place, item, example, parser));
        }
        return List.copyOf(result);
    }

    private static List<DocumentNode> items(@Nullable DocumentNode node) {
        return switch (node) {
            case null -> List.of();
            case Sequence s -> s.items();
            default -> List.of(node);
        };
    }

    @Override
    public <T> T section(String key, Function<Section, T> reader, String description) {
        DocumentNode node = take(key);
        return read(node == null ? new Mapping(Map.of(), mapping.line()) : node, child(key), problems, reader);
    }

    @Override
    public <T> Optional<T> maybeSection(String key, Function<Section, T> reader, String description) {
        DocumentNode node = take(key);
        return node == null ? Optional.empty() : Optional.of(read(node, child(key), problems, reader));
    }

    @Override
    public <T> List<T> sections(String key, Function<Section, T> reader, String description) {
        DocumentNode node = take(key);
        List<T> result = new ArrayList<>();
        if (node != null && !(node instanceof Sequence)) {
            problems.add(child(key), node.line(), "expected a list, got " + node.describe());
        } else {
            for (DocumentNode item : items(node)) {
                result.add(read(item, child(key) + "[" + result.size() + "]", problems, reader));
            }
        }
        return List.copyOf(result);
    }

    @Override
    public <T> Map<String, T> named(String key, Function<Section, T> reader, String description) {
        DocumentNode node = take(key);
        Map<String, T> result = new LinkedHashMap<>();
        switch (node) {
            case null -> {}
            case Mapping m ->
                m.entries()
                        .forEach((name, value) ->
                                result.put(name, read(value, child(key) + "." + name, problems, reader)));
            default -> problems.add(child(key), node.line(), "expected names with blocks, got " + node.describe());
        }
        return result;
    }

    @Override
    public <T> Map<String, T> pairs(String key, String example, Function<String, T> parser, String description) {
        DocumentNode node = take(key);
        Map<String, T> result = new LinkedHashMap<>();
        switch (node) {
            case null -> {}
            case Mapping m ->
                m.entries().forEach((name, value) -> result.put(name, parse(key + "." + name, value, example, parser)));
            default -> problems.add(child(key), node.line(), "expected names with values, got " + node.describe());
        }
        return result;
    }

    @Override
    public <T> Map<String, List<T>> lists(
            String key,
            String example,
            Function<String, T> parser,
            Function<String, Map<String, List<T>>> named,
            String description) {
        DocumentNode node = take(key);
        Map<String, List<T>> result = new LinkedHashMap<>();
        switch (node) {
            case null -> {}
            case Mapping m ->
                m.entries().forEach((name, value) -> result.put(name, texts(key + "." + name, value, example, parser)));
            case Scalar s
            when s.kind() == Kind.TEXT -> {
                try {
                    result.putAll(named.apply(s.raw()));
                } catch (IllegalArgumentException e) {
                    problems.add(child(key), s.line(), String.valueOf(e.getMessage()));
                }
            }
            default ->
                problems.add(
                        child(key),
                        node.line(),
                        "expected names with lists of texts, or the name of a file, got " + node.describe());
        }
        return result;
    }

    private <T> List<T> texts(String key, DocumentNode list, String example, Function<String, T> parser) {
        List<T> texts = new ArrayList<>();
        for (DocumentNode item : items(list)) {
            texts.add(parse(key + "[" + texts.size() + "]", item, example, parser));
        }
        return List.copyOf(texts);
    }

    @Override
    public void problem(String key, String message) {
        DocumentNode node = mapping.entries().get(key);
        problems.add(child(key), node == null ? mapping.line() : node.line(), message);
    }

    @Override
    public String path() {
        return path;
    }

    private @Nullable DocumentNode take(String key) {
        known.add(key);
        return mapping.entries().get(key);
    }

    private String child(String key) {
        if (path.isEmpty() || key.isEmpty()) {
            return path + key;
        }
        return path + "." + key;
    }
}
