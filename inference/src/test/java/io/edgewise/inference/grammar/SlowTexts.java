// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// All texts of a small schema, one by one, by the meaning of its keywords and nothing of an automaton.
final class SlowTexts {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> LETTERS = List.of("a", "b", "é", "\"");

    /// More texts than a test has the patience for.
    static final class TooMany extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final int most;

    SlowTexts(int most) {
        this.most = most;
    }

    Set<String> of(JsonNode schema) throws TooMany {
        Set<String> texts = new LinkedHashSet<>();
        if (schema.has("anyOf")) {
            for (JsonNode alternative : schema.get("anyOf")) {
                texts.addAll(of(alternative));
            }
        } else if (schema.has("enum")) {
            schema.get("enum").forEach(value -> texts.add(JSON.writeValueAsString(value)));
        } else if (schema.has("const")) {
            texts.add(JSON.writeValueAsString(schema.get("const")));
        } else {
            texts.addAll(typed(schema));
        }
        return checked(texts);
    }

    private Set<String> typed(JsonNode schema) throws TooMany {
        return switch (schema.get("type").asString()) {
            case "null" -> Set.of("null");
            case "boolean" -> Set.of("true", "false");
            case "integer" -> integers(schema);
            case "string" -> strings(schema);
            case "array" -> arrays(schema);
            case "object" -> objects(schema);
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }

    private static Set<String> integers(JsonNode schema) {
        Set<String> texts = new LinkedHashSet<>();
        for (int i = -200; i < 200; i++) {
            boolean fits = i >= schema.path("minimum").asInt(-999)
                    && i > schema.path("exclusiveMinimum").asInt(-999)
                    && i <= schema.path("maximum").asInt(999)
                    && i < schema.path("exclusiveMaximum").asInt(999);
            if (fits) {
                texts.add(Integer.toString(i));
            }
        }
        return texts;
    }

    private Set<String> strings(JsonNode schema) throws TooMany {
        Pattern pattern = Pattern.compile(schema.get("pattern").asString());
        List<String> all = new ArrayList<>(List.of(""));
        List<String> last = all;
        for (int length = 1; length <= schema.get("maxLength").asInt(); length++) {
            List<String> next = new ArrayList<>();
            last.forEach(text -> LETTERS.forEach(letter -> next.add(text + letter)));
            all = checked(new ArrayList<>(all));
            all.addAll(next);
            last = next;
        }
        Set<String> texts = new LinkedHashSet<>();
        all.stream()
                .filter(text -> text.length() >= schema.path("minLength").asInt(0))
                .filter(text -> pattern.matcher(text).find())
                .forEach(text -> texts.add(JSON.writeValueAsString(text)));
        return texts;
    }

    private Set<String> arrays(JsonNode schema) throws TooMany {
        Set<String> items = of(schema.get("items"));
        Set<String> texts = new LinkedHashSet<>();
        Set<String> lists = Set.of("");
        for (int length = 0; length <= schema.get("maxItems").asInt(); length++) {
            if (length >= schema.get("minItems").asInt()) {
                lists.forEach(list -> texts.add("[" + list + "]"));
            }
            lists = checked(joined(lists, items));
        }
        return texts;
    }

    private Set<String> joined(Set<String> lists, Set<String> items) throws TooMany {
        if ((long) lists.size() * items.size() > most) {
            throw new TooMany();
        }
        Set<String> longer = new LinkedHashSet<>();
        lists.forEach(list -> items.forEach(item -> longer.add(list.isEmpty() ? item : list + "," + item)));
        return longer;
    }

    private Set<String> objects(JsonNode schema) throws TooMany {
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        Set<String> lists = Set.of("");
        for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
            Set<String> members = new LinkedHashSet<>();
            of(property.getValue())
                    .forEach(value -> members.add(JSON.writeValueAsString(property.getKey()) + ":" + value));
            Set<String> longer = new LinkedHashSet<>(joined(lists, members));
            if (!required.contains(property.getKey())) {
                longer.addAll(lists);
            }
            lists = checked(longer);
        }
        Set<String> texts = new LinkedHashSet<>();
        lists.forEach(list -> texts.add("{" + list + "}"));
        return texts;
    }

    private <C extends Collection<String>> C checked(C texts) throws TooMany {
        if (texts.size() > most) {
            throw new TooMany();
        }
        return texts;
    }
}
