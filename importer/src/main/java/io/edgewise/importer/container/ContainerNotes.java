// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import io.edgewise.importer.checkpoint.CheckpointException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What a container tells its runtime of the model. Immutable.
///
/// @param modelType as LiteRT-LM names it; empty where it is not said, or not known here
/// @param context most tokens of a text with its answer, where it is said
/// @param start what stands before each text: texts of tokens, or `id 1`
/// @param stop what ends an answer: texts of tokens, or `id 2`
/// @param turns what stands around a text, by who says it
/// @param templateLength characters of a chat template in Jinja, where there is one
/// @param leastRuntime the first version of LiteRT-LM that runs it, or an empty text
public record ContainerNotes(
        String modelType,
        OptionalInt context,
        List<String> start,
        List<String> stop,
        Map<String, Turn> turns,
        OptionalInt templateLength,
        String leastRuntime) {
    /// The protocol buffers of known models have some thousand bytes: a chat template is the longest text in them.
    private static final int MOST_BYTES = 1 << 20;

    public ContainerNotes {
        start = List.copyOf(start);
        stop = List.copyOf(stop);
        turns = Collections.unmodifiableMap(new LinkedHashMap<>(turns));
    }

    /// What stands before and after what somebody says.
    public record Turn(String prefix, String suffix) {}

    /// Reads a section of notes.
    ///
    /// @param section of the kind [SectionKind#NOTES]
    /// @throws CheckpointException when it is too large, or no such protocol buffer
    public static ContainerNotes of(Container container, Section section) {
        byte[] content = container.content(section, MOST_BYTES);
        ContainerNotesReader reader = new ContainerNotesReader(content);
        try {
            return switch (container.format()) {
                case LITERT_LM -> reader.ofLiteRtLm();
                case TASK -> reader.ofTask();
            };
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    container.file(),
                    "has in its section " + section.name() + " notes on the model that are damaged: " + e.getMessage(),
                    e);
        }
    }
}
