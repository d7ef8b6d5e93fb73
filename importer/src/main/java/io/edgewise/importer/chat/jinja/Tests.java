// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Value.Flag;
import io.edgewise.importer.chat.jinja.Value.Listing;
import io.edgewise.importer.chat.jinja.Value.Mapping;
import io.edgewise.importer.chat.jinja.Value.None;
import io.edgewise.importer.chat.jinja.Value.Text;
import io.edgewise.importer.chat.jinja.Value.Undefined;
import io.edgewise.importer.chat.jinja.Value.Whole;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The tests that are known: `x is defined`.
final class Tests {
    private static final Map<String, Predicate<Value>> KNOWN = Map.of(
            "defined", value -> !(value instanceof Undefined),
            "undefined", value -> value instanceof Undefined,
            "none", value -> value instanceof None,
            "string", value -> value instanceof Text,
            "number", value -> value instanceof Whole || value instanceof Flag,
            "mapping", value -> value instanceof Mapping,
            "iterable", Tests::hasItems,
            "sequence", Tests::hasItems,
            "true", value -> value instanceof Flag flag && flag.is(),
            "false", value -> value instanceof Flag flag && !flag.is());

    private Tests() {}

    private static boolean hasItems(Value value) {
        return value instanceof Text
                || value instanceof Listing
                || value instanceof Mapping
                || value instanceof Undefined;
    }

    static void check(Tokens tokens, int at, String name) {
        if (!KNOWN.containsKey(name)) {
            throw tokens.refusal(
                    at,
                    "the test " + Source.quoted(name) + " isn't understood; known are "
                            + String.join(", ", new TreeMap<>(KNOWN).keySet()));
        }
    }

    /// @param name one that was checked
    static boolean holds(String name, Value value) {
        return KNOWN.getOrDefault(name, v -> false).test(value);
    }
}
