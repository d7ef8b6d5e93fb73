// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Value.Flag;
import io.edgewise.importer.chat.jinja.Value.Listing;
import io.edgewise.importer.chat.jinja.Value.Mapping;
import io.edgewise.importer.chat.jinja.Value.None;
import io.edgewise.importer.chat.jinja.Value.Text;
import io.edgewise.importer.chat.jinja.Value.Whole;

/// Writes values as JSON, as the transformers library has `tojson` do it: a blank behind each comma and colon,
/// and letters of all alphabets as they are. Confined to one rendering.
final class JsonWriter {
    private final Workshop shop;

    JsonWriter(Workshop shop) {
        this.shop = shop;
    }

    Value write(Value value, int at) {
        StringBuilder json = new StringBuilder();
        write(value, json, at);
        return new Text(json.toString());
    }

    private void write(Value value, StringBuilder json, int at) {
        shop.budget().enter(at);
        switch (value) {
            case Text text -> quote(text.text(), json, at);
            case Whole whole -> json.append(whole.number());
            case Flag flag -> json.append(flag.is());
            case None none -> json.append("null");
            case Listing list -> {
                json.append('[');
                list.items().forEach(item -> {
                    separate(json, '[');
                    write(item, json, at);
                });
                json.append(']');
            }
            case Mapping mapping -> {
                json.append('{');
                mapping.entries().forEach((key, entry) -> {
                    separate(json, '{');
                    quote(key, json, at);
                    json.append(": ");
                    write(entry, json, at);
                });
                json.append('}');
            }
            default -> throw shop.refusal(at, value.describe() + " can't be written as JSON");
        }
        shop.budget().leave();
    }

    private static void separate(StringBuilder json, char begin) {
        if (json.charAt(json.length() - 1) != begin) {
            json.append(", ");
        }
    }

    private void quote(String text, StringBuilder json, int at) {
        shop.budget().work(at, text.length() * 6L);
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            json.append(escaped(text.charAt(i)));
        }
        json.append('"');
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c);
        };
    }
}
