// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An object: the properties in the order in which the schema declares them. Confined to one reading.
final class ObjectSchema {
    private static final int MOST_PROPERTIES = 200;

    private final SchemaBlock block;
    private final SchemaReader reader;

    ObjectSchema(SchemaBlock block, SchemaReader reader) {
        this.block = block;
        this.reader = reader;
    }

    /// @param key as JSON writes it, with what comes after it
    private record Property(String key, Term value, boolean required) {}

    Term term() {
        DocumentNode node = block.get("additionalProperties");
        if (node != null && !isFalse(node)) {
            block.problem(
                    "additionalProperties",
                    "expected false, got " + node.describe() + ": every property must be declared");
        }
        if (!(block.get("properties") instanceof Mapping properties)) {
            block.problem("an object must name its properties");
            return Series.of();
        }
        if (properties.entries().size() > MOST_PROPERTIES) {
            block.problem(
                    "properties",
                    "has " + properties.entries().size() + " entries, at most " + MOST_PROPERTIES + " are possible");
        }
        if (!reader.declares(properties.entries().size())) {
            block.problem(
                    "properties",
                    "are, with those of all other objects of the schema, more than " + SchemaReader.MOST_PROPERTIES);
        }
        return Series.of(literal("{"), members(properties(properties.entries())));
    }

    private static boolean isFalse(DocumentNode node) {
        return node instanceof Scalar scalar
                && scalar.kind() == Kind.FLAG
                && scalar.raw().equals("false");
    }

    private List<Property> properties(Map<String, DocumentNode> declared) {
        Set<String> required = required(declared.keySet());
        SchemaBlock inside = new SchemaBlock(new Mapping(declared, 0), block.pointerTo("properties"), block.problems());
        List<Property> properties = new ArrayList<>();
        declared.forEach((name, schema) -> {
            String key = JsonText.quoted(name);
            if (CodePoints.hasHalves(key) || key.length() > SortedBytes.LONGEST / 4) {
                inside.problem(name, "has a name that no text can have: half of a character, or too long a one");
            }
            Term value = reader.schema(schema, inside.pointerTo(name));
            properties.add(new Property(key + ":", value, required.contains(name)));
        });
        return properties;
    }

    private Set<String> required(Set<String> declared) {
        Set<String> required = new HashSet<>();
        if (!(block.get("required") instanceof DocumentNode.Sequence names)) {
            block.list("required");
            return required;
        }
        for (DocumentNode node : names.items()) {
            if (node instanceof Scalar scalar && scalar.kind() == Kind.TEXT && declared.contains(scalar.raw())) {
                required.add(scalar.raw());
            } else {
                String name = node instanceof Scalar scalar ? scalar.raw() : "";
                block.problem(
                        "required",
                        "expected the name of a declared property, got " + node.describe() + ": "
                                + Nearest.hint(name, declared));
            }
        }
        return required;
    }

    /// From the last property to the first: what comes after each, with a comma before it and without, is one
    /// term that all ways through the optional properties share.
    private static Term members(List<Property> properties) {
        Term first = literal("}");
        Term later = first;
        for (Property property : properties.reversed()) {
            Term rest = later;
            Term asFirst = member("", property, rest);
            Term asLater = member(",", property, rest);
            first = property.required() ? asFirst : new Alternatives(List.of(asFirst, first));
            later = property.required() ? asLater : new Alternatives(List.of(asLater, later));
        }
        return first;
    }

    private static Term member(String before, Property property, Term rest) {
        Options key = literal(before + property.key());
        return Series.of(key, property.value(), rest);
    }

    static Options literal(String text) {
        return Options.literal(text.getBytes(UTF_8));
    }
}
