// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The variables at a place of a template. What a loop sets is gone behind each of its rounds. Confined to one
/// thread.
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Value> variables;

    private Scope(@Nullable Scope outer, Map<String, Value> variables) {
        this.outer = outer;
        this.variables = new HashMap<>(variables);
    }

    static Scope of(Map<String, Value> variables) {
        return new Scope(null, variables);
    }

    Scope inner() {
        return new Scope(this, Map.of());
    }

    void set(String name, Value value) {
        variables.put(name, value);
    }

    Value get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Value value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Value.Undefined(name);
    }
}
