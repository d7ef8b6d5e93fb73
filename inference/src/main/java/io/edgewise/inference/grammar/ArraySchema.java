// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import io.edgewise.inference.document.DocumentNode;
import java.util.List;

/// An array: items that are all of one schema. Confined to one reading.
final class ArraySchema {
    /// Of an array that doesn't say how long it may be.
    private static final int DEFAULT_ITEMS = 16;

    private static final int MOST_ITEMS = 1_000;

    private final SchemaBlock block;
    private final SchemaReader reader;

    ArraySchema(SchemaBlock block, SchemaReader reader) {
        this.block = block;
        this.reader = reader;
    }

    Term term() {
        int least = block.count("minItems", MOST_ITEMS).orElse(0);
        int most = block.count("maxItems", MOST_ITEMS).orElse(Math.max(least, DEFAULT_ITEMS));
        if (least > most) {
            block.problem("minItems", least + " is more than maxItems, " + most);
        }
        DocumentNode items = block.get("items");
        if (items == null) {
            block.problem("an array must say what its items are");
            return Series.of();
        }
        Term item = reader.schema(items, block.pointerTo("items"));
        Term end = ObjectSchema.literal("]");
        Term later =
                new Repeat(Series.of(ObjectSchema.literal(","), item), Math.max(0, least - 1), Math.max(0, most - 1));
        Term some = Series.of(item, later, end);
        return Series.of(ObjectSchema.literal("["), contents(least, most, some, end));
    }

    private static Term contents(int least, int most, Term some, Term none) {
        return most == 0 ? none : least > 0 ? some : new Alternatives(List.of(some, none));
    }
}
