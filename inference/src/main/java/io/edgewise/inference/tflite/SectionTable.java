// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.UnsupportedModelException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The table at the start of a `.litertlm` file: what lies where in it. Immutable.
///
/// @param system what the file says of itself; of its values the texts alone
/// @param sections in the file's order
public record SectionTable(Map<String, String> system, List<Section> sections) {
    public SectionTable {
        system = Collections.unmodifiableMap(new LinkedHashMap<>(system));
        sections = List.copyOf(sections);
    }

    /// A part of the file. Its numbers are as they stand there: nobody has looked whether they lie in the file.
    ///
    /// @param type number of LiteRT-LM's `AnySectionDataType`
    /// @param begin first byte
    /// @param end first byte behind it
    /// @param items what is said of it; of its values the texts alone
    public record Section(int type, long begin, long end, Map<String, String> items) {
        public Section {
            items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
        }
    }

    /// Reads a table.
    ///
    /// @param table the FlatBuffers file between the first 32 bytes and the end of the header
    /// @throws UnsupportedModelException with the end of a sentence that begins with the file, when it is damaged
    public static SectionTable read(byte[] table) {
        return SectionTableReader.read(table);
    }
}
