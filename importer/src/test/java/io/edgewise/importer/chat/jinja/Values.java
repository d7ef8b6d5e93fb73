// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes values of JSON.
public final class Values {
    private Values() {}

    public static Value of(DocumentNode node) {
        return switch (node) {
            case Mapping mapping -> new Value.Mapping(entries(mapping));
            case Sequence list ->
                new Value.Listing(list.items().stream().map(Values::of).toList());
            case Scalar scalar ->
                switch (scalar.kind()) {
                    case TEXT -> new Value.Text(scalar.raw());
                    case NUMBER -> new Value.Whole(Long.parseLong(scalar.raw()));
                    case FLAG -> new Value.Flag(Boolean.parseBoolean(scalar.raw()));
                    case NULL -> Value.None.VALUE;
                };
        };
    }

    /// The values of a block's keys.
    public static Map<String, Value> entries(Mapping mapping) {
        Map<String, Value> entries = new LinkedHashMap<>();
        mapping.entries().forEach((key, value) -> entries.put(key, of(value)));
        return entries;
    }
}
