// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON Schemas at random, of all forms that grammars know but pieces of a message.
///
/// Confined to one thread, as its random numbers are.
///
/// @param small whether their texts can be listed one by one
public record RandomSchema(Random random, boolean small) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> WORDS = List.of("a", "ab", "b", "é", "\"", "a\\b", "x\ny", "😀", "low", "lower");
    private static final List<String> PATTERNS =
            List.of("^[ab]*$", "a", "^a", "b$", "^(ab|ba)+$", "^[^b]*$", "^(a|é)b?", "^.{1,2}$");
    /// With a few characters, those that have few texts.
    private static final List<String> SMALL_PATTERNS = List.of("^[ab]*$", "^(ab|ba)+$", "^[aé]{0,2}$", "^a?\"?b$");

    /// A schema of any type.
    ///
    /// @param depth of objects, arrays and alternatives in one another
    public ObjectNode schema(int depth) {
        int kinds = depth > 0 ? 9 : 6;
        return switch (random.nextInt(kinds)) {
            case 0 -> typed("boolean");
            case 1 ->
                random.nextBoolean() ? typed("null") : JSON.createObjectNode().put("const", word());
            case 2 -> values();
            case 3 -> string();
            case 4 -> integer();
            case 5 -> small || random.nextBoolean() ? values() : number();
            case 6 -> object(depth);
            case 7 -> array(depth);
            default -> anyOf(depth);
        };
    }

    private static ObjectNode typed(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private ObjectNode values() {
        ObjectNode schema = JSON.createObjectNode();
        ArrayNode values = schema.putArray("enum");
        for (int i = random.nextInt(4); i >= 0; i--) {
            switch (random.nextInt(5)) {
                case 0 -> values.add(random.nextInt(30));
                case 1 -> values.addObject().put(word(), word());
                case 2 -> values.add(random.nextBoolean());
                default -> values.add(word());
            }
        }
        return schema;
    }

    private ObjectNode string() {
        ObjectNode schema = typed("string");
        int most = small ? 2 + random.nextInt(5) : 2 + random.nextInt(20);
        schema.put("maxLength", most);
        if (random.nextBoolean()) {
            schema.put("minLength", random.nextInt(3));
        }
        List<String> patterns = small ? SMALL_PATTERNS : PATTERNS;
        if (small || random.nextBoolean()) {
            schema.put("pattern", patterns.get(random.nextInt(patterns.size())));
        }
        return schema;
    }

    private ObjectNode integer() {
        int low = random.nextInt(-30, 30);
        int high = low + random.nextInt(1, small ? 40 : 4_000);
        return typed("integer")
                .put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", low)
                .put(random.nextInt(3) > 0 ? "maximum" : "exclusiveMaximum", high + 1);
    }

    private ObjectNode number() {
        ObjectNode schema = typed("number");
        BigDecimal low = BigDecimal.valueOf(random.nextInt(-3000, 3000), 2);
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", low);
        }
        if (random.nextBoolean()) {
            schema.put(
                    random.nextBoolean() ? "maximum" : "exclusiveMaximum",
                    low.add(BigDecimal.valueOf(1 + random.nextInt(4000), 2)));
        }
        return schema;
    }

    /// A schema of objects.
    ///
    /// @param depth from 1
    public ObjectNode object(int depth) {
        ObjectNode schema = typed("object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        List<String> names = new ArrayList<>(WORDS);
        for (int i = random.nextInt(small ? 3 : 5); i >= 0; i--) {
            String name = names.remove(random.nextInt(names.size()));
            properties.set(name, schema(depth - 1));
            if (random.nextBoolean()) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private ObjectNode array(int depth) {
        int least = random.nextInt(3);
        ObjectNode schema =
                typed("array").put("minItems", least).put("maxItems", least + random.nextInt(small ? 2 : 5));
        schema.set("items", schema(depth - 1));
        return schema;
    }

    private ObjectNode anyOf(int depth) {
        ObjectNode schema = JSON.createObjectNode();
        ArrayNode alternatives = schema.putArray("anyOf");
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            alternatives.add(schema(depth - 1));
        }
        return schema;
    }
}
