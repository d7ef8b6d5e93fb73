// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a `$ref` refers to: a place in the same schema (RFC 6901, section 6).
record SchemaPointer(String pointer, DocumentNode node) {
    /// @throws IllegalArgumentException when it refers to nothing, or to another document
    static SchemaPointer of(String reference, Mapping root) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            throw new IllegalArgumentException(
                    "expected a place in this schema such as #/$defs/name, got \"" + reference + "\"");
        }
        String pointer = decoded(reference.substring(1));
        DocumentNode node = root;
        for (String key : pointer.isEmpty()
                ? List.<String>of()
                : List.of(pointer.substring(1).split("/", -1))) {
            node = child(node, key.replace("~1", "/").replace("~0", "~"))
                    .orElseThrow(() -> new IllegalArgumentException("\"" + reference + "\" refers to nothing"));
        }
        return new SchemaPointer(pointer, node);
    }

    /// A plus is one in a fragment, though not in a form.
    private static String decoded(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"#" + fragment + "\" is no place: after % come two hexadecimal digits", e);
        }
    }

    private static Optional<DocumentNode> child(DocumentNode node, String key) {
        @Nullable
        DocumentNode child = switch (node) {
            case Mapping mapping -> mapping.entries().get(key);
            case Sequence list
            when key.matches("0|[1-9][0-9]{0,5}")
                    && Integer.parseInt(key) < list.items().size() ->
                list.items().get(Integer.parseInt(key));
            default -> null;
        };
        return Optional.ofNullable(child);
    }
}
