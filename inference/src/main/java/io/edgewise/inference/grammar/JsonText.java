// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.util.Locale;
import java.util.stream.Collectors;

/// Values in the one form in which grammars write them: no white space, and an escape only where JSON wants
/// one (RFC 8259, section 7), so that each text is spelled in one way.
final class JsonText {
    /// What a string must not have as it is.
    static final CodePoints ESCAPED = CodePoints.of(0, ' ' - 1, '"', '"', '\\', '\\');

    private JsonText() {}

    /// A character inside a string, in UTF-8.
    static byte[] character(int character) {
        return escaped(character).getBytes(UTF_8);
    }

    private static String escaped(int character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> ESCAPED.contains(character) ? unicode(character) : Character.toString(character);
        };
    }

    private static String unicode(int character) {
        return String.format(Locale.ROOT, "\\u%04x", character);
    }

    static String quoted(String text) {
        return text.codePoints().mapToObj(JsonText::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    static String compact(DocumentNode node) {
        return switch (node) {
            case Scalar s -> s.kind() == Kind.TEXT ? quoted(s.raw()) : s.kind() == Kind.NULL ? "null" : s.raw();
            case Sequence s -> s.items().stream().map(JsonText::compact).collect(Collectors.joining(",", "[", "]"));
            case Mapping m ->
                m.entries().entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ":" + compact(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }
}
