// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A block of keys that is being put together. Confined to one thread.
final class Keys {
    private final Map<String, DocumentNode> entries = new LinkedHashMap<>();

    Keys put(String key, int value) {
        return put(key, Integer.toString(value), Kind.NUMBER);
    }

    Keys put(String key, double value) {
        return put(key, Double.toString(value), Kind.NUMBER);
    }

    Keys put(String key, boolean value) {
        return put(key, Boolean.toString(value), Kind.FLAG);
    }

    Keys put(String key, String value) {
        return put(key, value, Kind.TEXT);
    }

    /// A list of one text.
    Keys putList(String key, String value) {
        entries.put(key, new Sequence(List.of(new Scalar(value, Kind.TEXT, 0)), 0));
        return this;
    }

    Keys put(String key, Keys block) {
        entries.put(key, block.mapping());
        return this;
    }

    private Keys put(String key, String raw, Kind kind) {
        entries.put(key, new Scalar(raw, kind, 0));
        return this;
    }

    Mapping mapping() {
        return new Mapping(entries, 0);
    }
}
