// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.bundle;

import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;

/// Writes maps, lists, texts, numbers and flags as JSON (RFC 8259), so that the testkit needs no library for it.
final class Json {
    private static final int FIRST_PRINTABLE = 0x20;

    private Json() {}

    static String write(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                StringJoiner members = new StringJoiner(",\n", "{", "}");
                map.forEach((key, member) -> members.add(text(String.valueOf(key)) + ":" + write(member)));
                yield members.toString();
            }
            case Collection<?> items -> {
                StringJoiner elements = new StringJoiner(",", "[", "]");
                items.forEach(item -> elements.add(write(item)));
                yield elements.toString();
            }
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> text(value.toString());
        };
    }

    private static String text(String value) {
        StringBuilder result = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                result.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                result.append("\\u%04x".formatted((int) c));
            } else {
                result.append(c);
            }
        }
        return result.append('"').toString();
    }
}
