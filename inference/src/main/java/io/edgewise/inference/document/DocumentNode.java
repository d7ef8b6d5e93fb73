// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A node of a parsed document with the line it stands on. Immutable.
public sealed interface DocumentNode {
    /// The line in the document, counted from 1; 0 when unknown.
    int line();

    /// What a scalar was written as. YAML's plain text and JSON's literals keep their kind, so `port: "8080"` can be
    /// told from `port: 8080`.
    enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        NULL
    }

    /// One value.
    ///
    /// @param raw as written, without quotes
    record Scalar(String raw, Kind kind, int line) implements DocumentNode {}

    /// A list.
    record Sequence(List<DocumentNode> items, int line) implements DocumentNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// Keys and values in the document's order.
    record Mapping(Map<String, DocumentNode> entries, int line) implements DocumentNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /// What it is, for a sentence: `a list`, `the number 7`.
    default String describe() {
        return switch (this) {
            case Mapping m -> "a block of keys";
            case Sequence s -> "a list";
            case Scalar s ->
                switch (s.kind()) {
                    case TEXT -> "the text \"" + s.raw() + "\"";
                    case NUMBER -> "the number " + s.raw();
                    case FLAG -> s.raw();
                    case NULL -> "nothing";
                };
        };
    }
}
