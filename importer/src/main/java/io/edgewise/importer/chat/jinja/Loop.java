// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `loop` says inside a loop.
final class Loop {
    static final Set<String> ATTRIBUTES =
            Set.of("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem");

    private Loop() {}

    /// @param at which item of the list it is, counted from 0
    static Value of(List<Value> items, int at) {
        int last = items.size() - 1;
        Map<String, Value> loop = new HashMap<>();
        loop.put("index", new Value.Whole(at + 1));
        loop.put("index0", new Value.Whole(at));
        loop.put("revindex", new Value.Whole(last - at + 1));
        loop.put("revindex0", new Value.Whole(last - at));
        loop.put("first", new Value.Flag(at == 0));
        loop.put("last", new Value.Flag(at == last));
        loop.put("length", new Value.Whole(items.size()));
        loop.put("previtem", at == 0 ? new Value.Undefined("loop.previtem") : items.get(at - 1));
        loop.put("nextitem", at == last ? new Value.Undefined("loop.nextitem") : items.get(at + 1));
        return new Value.Mapping(loop);
    }
}
