// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A part of a container, which lies in the file. Immutable.
///
/// @param name of an archive's entry, or its number in a table
/// @param offset of its first byte in the file
/// @param bytes how many it has
/// @param items what is said of it, by key
public record Section(String name, SectionKind kind, long offset, long bytes, Map<String, String> items) {
    public Section {
        items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }

    /// Where it ends: the first byte behind it.
    long end() {
        return offset + bytes;
    }
}
