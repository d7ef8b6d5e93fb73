// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import io.edgewise.inference.document.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The types of JSON Schema, with the keywords that are about each.
enum SchemaType {
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    NULL;

    Set<String> keywords() {
        return switch (this) {
            case OBJECT -> Set.of("properties", "required", "additionalProperties");
            case ARRAY -> Set.of("items", "minItems", "maxItems");
            case STRING -> Set.of("minLength", "maxLength", "pattern", "from-source");
            case INTEGER, NUMBER -> NumberSchema.KEYWORDS;
            case BOOLEAN, NULL -> Set.of();
        };
    }

    /// The types of a block; what is none becomes a problem.
    static List<SchemaType> read(SchemaBlock block) {
        List<SchemaType> types = new ArrayList<>();
        List<DocumentNode> nodes = block.get("type") instanceof Scalar scalar ? List.of(scalar) : block.list("type");
        for (DocumentNode node : nodes) {
            String name = node instanceof Scalar scalar && scalar.kind() == Kind.TEXT ? scalar.raw() : "";
            List<SchemaType> found = Arrays.stream(values())
                    .filter(type -> Choice.name(type).equals(name))
                    .toList();
            if (found.isEmpty()) {
                block.problem("type", "expected a type, got " + node.describe() + ": " + Nearest.hint(name, all()));
            }
            types.addAll(found);
        }
        return types.stream().distinct().toList();
    }

    private static List<String> all() {
        return Arrays.stream(values()).map(Choice::name).toList();
    }

    static String names(List<SchemaType> types) {
        return types.stream().map(Choice::name).collect(Collectors.joining(" or "));
    }

    boolean fits(DocumentNode value) {
        return switch (value) {
            case Mapping m -> this == OBJECT;
            case Sequence s -> this == ARRAY;
            case Scalar s ->
                switch (s.kind()) {
                    case TEXT -> this == STRING;
                    case FLAG -> this == BOOLEAN;
                    case NULL -> this == NULL;
                    case NUMBER -> this == NUMBER || (this == INTEGER && isWhole(s.raw()));
                };
        };
    }

    private static boolean isWhole(String raw) {
        return new BigDecimal(raw).stripTrailingZeros().scale() <= 0;
    }
}
