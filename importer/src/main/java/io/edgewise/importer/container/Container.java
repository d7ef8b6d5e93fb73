// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import io.edgewise.importer.checkpoint.CheckpointException;
import io.edgewise.importer.checkpoint.FileBytes;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A file in which others put a language model with its tokenizer, as far as its table of contents. Immutable; each
/// call that reads more opens the file.
///
/// @param version of the format, or an empty text where it has none
/// @param says what the file says of itself, by key
/// @param sections in the file's order; each lies in the file
public record Container(Path file, Format format, String version, Map<String, String> says, List<Section> sections) {
    public Container {
        says = Collections.unmodifiableMap(new LinkedHashMap<>(says));
        sections = List.copyOf(sections);
    }

    /// Whose format it is.
    public enum Format {
        LITERT_LM("LiteRT-LM container"),
        TASK("MediaPipe task file");

        private final String words;

        Format(String words) {
            this.words = words;
        }
    }

    private static final int SHOWN = 8;
    private static final int MAGIC_BYTES = 8;
    private static final int GGUF = 0x46554747;
    private static final int TFL3 = 0x334c4654;

    /// Whether a file is a container, by its first bytes or else by its name; it may be a damaged one.
    ///
    /// @throws CheckpointException when it can't be read
    public static boolean isOne(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileBytes bytes = FileBytes.open(file)) {
            return LiteRtLmFile.isOne(bytes) || StoredZip.isOne(bytes) || (isNamedSo(file) && !isKnownOtherwise(bytes));
        }
    }

    private static boolean isNamedSo(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".litertlm") || name.endsWith(".task");
    }

    private static boolean isKnownOtherwise(FileBytes bytes) {
        ByteBuffer start = bytes.read(0, (int) Math.min(MAGIC_BYTES, bytes.size()));
        return start.remaining() == MAGIC_BYTES && (start.getInt(0) == GGUF || start.getInt(4) == TFL3);
    }

    /// Reads the table of contents.
    ///
    /// @throws CheckpointException when the file is damaged, or no container
    public static Container open(Path file) {
        try (FileBytes bytes = FileBytes.open(file)) {
            if (LiteRtLmFile.isOne(bytes)) {
                return LiteRtLmFile.read(bytes);
            }
            if (StoredZip.isOne(bytes)) {
                return task(file, StoredZip.sections(bytes));
            }
            throw new CheckpointException(
                    file, "is neither a .litertlm nor a .task file, whatever its name says: get it again");
        }
    }

    private static Container task(Path file, List<Section> entries) {
        if (entries.stream().allMatch(entry -> entry.kind().equals(SectionKind.DATA))) {
            throw new CheckpointException(
                    file,
                    "is a zip archive without a model, so no .task file: unpack it, and name what is in it. Its entries: "
                            + entries.stream().limit(SHOWN).map(Section::name).collect(Collectors.joining(", ")));
        }
        return new Container(file, Format.TASK, "", Map.of(), entries);
    }

    /// What it is, as `LiteRT-LM container 1.0.0`.
    public String title() {
        return format.words + (version.isEmpty() ? "" : " " + version);
    }

    /// The sections of a kind.
    public List<Section> of(SectionKind kind) {
        return sections.stream().filter(section -> section.kind().equals(kind)).toList();
    }

    /// The sections from which a tokenizer is made.
    public List<Section> tokenizers() {
        return sections.stream().filter(section -> section.kind().isTokenizer()).toList();
    }

    /// A section's bytes.
    ///
    /// @param most that it may have
    /// @throws CheckpointException when it has more, or can't be read
    byte[] content(Section section, int most) {
        if (section.bytes() > most) {
            throw new CheckpointException(
                    file,
                    "has in its section %s %d bytes of %s; at most %d are read"
                            .formatted(
                                    section.name(),
                                    section.bytes(),
                                    section.kind().words(),
                                    most));
        }
        try (FileBytes bytes = FileBytes.open(file)) {
            return bytes.read(section.offset(), (int) section.bytes()).array();
        }
    }
}
