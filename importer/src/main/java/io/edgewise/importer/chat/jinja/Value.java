// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a template can have in its hands.
public sealed interface Value {
    /// A text.
    record Text(String text) implements Value {}

    /// A whole number.
    record Whole(long number) implements Value {}

    /// `true` or `false`.
    record Flag(boolean is) implements Value {}

    /// `none`.
    record None() implements Value {
        static final None VALUE = new None();
    }

    /// What nobody set: written as nothing, and false.
    ///
    /// @param what its name, for a sentence
    record Undefined(String what) implements Value {}

    /// A list. Immutable.
    record Listing(List<Value> items) implements Value {
        public Listing {
            items = List.copyOf(items);
        }
    }

    /// Values by name, in their order. Immutable.
    record Mapping(Map<String, Value> entries) implements Value {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /// `namespace()`: the one thing that a template can change inside a loop. Confined to one rendering.
    final class Namespace implements Value {
        private final Map<String, Value> entries = new HashMap<>();

        Value get(String name) {
            return entries.getOrDefault(name, new Undefined(name));
        }

        void set(String name, Value value) {
            entries.put(name, value);
        }
    }

    /// `none`.
    static Value none() {
        return None.VALUE;
    }

    /// A text.
    static Value of(String text) {
        return new Text(text);
    }

    /// Whether it counts as true where a condition is.
    default boolean isTrue() {
        return switch (this) {
            case Text t -> !t.text().isEmpty();
            case Whole w -> w.number() != 0;
            case Flag f -> f.is();
            case None n -> false;
            case Undefined u -> false;
            case Listing l -> !l.items().isEmpty();
            case Mapping m -> !m.entries().isEmpty();
            case Namespace n -> true;
        };
    }

    /// What it is, for a sentence.
    default String describe() {
        return switch (this) {
            case Text t -> "a text";
            case Whole w -> "a number";
            case Flag f -> "true or false";
            case None n -> "none";
            case Undefined u -> Source.quoted(u.what()) + ", which is undefined";
            case Listing l -> "a list";
            case Mapping m -> "a mapping";
            case Namespace n -> "a namespace";
        };
    }
}
