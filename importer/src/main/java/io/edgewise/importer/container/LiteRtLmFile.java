// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import io.edgewise.importer.checkpoint.CheckpointException;
import io.edgewise.importer.checkpoint.FileBytes;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.tflite.SectionTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads the start of a `.litertlm` file:
///
/// ```
/// 0 LITERTLM   8 major, minor, patch: 32 bits each   24 end of the table: 64 bits   32 the table
/// ```
///
/// Source: LiteRT-LM, `schema/core` (`litertlm_header_schema.fbs`, `litertlm_read.cc`).
final class LiteRtLmFile {
    private static final long MAGIC = 0x4d4c54524554494cL; // "LITERTLM"
    private static final int START_BYTES = 32;
    private static final int MAJOR = 1;

    /// A table of a file of ten sections has some hundred bytes.
    private static final int MOST_TABLE_BYTES = 1 << 20;

    private LiteRtLmFile() {}

    static boolean isOne(FileBytes file) {
        return file.size() >= Long.BYTES && file.read(0, Long.BYTES).getLong() == MAGIC;
    }

    static Container read(FileBytes file) {
        if (file.size() < START_BYTES) {
            throw damaged(file, "its start has %d bytes, and it has %d".formatted(START_BYTES, file.size()));
        }
        ByteBuffer start = file.read(0, START_BYTES);
        String version = version(file, start);
        long end = start.getLong(24);
        if (end < START_BYTES || end > file.size() || end - START_BYTES > MOST_TABLE_BYTES) {
            throw damaged(
                    file,
                    "its table of sections would end at byte %s; the file has %d, and a table at most %d"
                            .formatted(Long.toUnsignedString(end), file.size(), MOST_TABLE_BYTES));
        }
        SectionTable table = table(file, (int) end);
        List<Section> sections = sections(file, table, end);
        return new Container(file.path(), Container.Format.LITERT_LM, version, table.system(), sections);
    }

    private static String version(FileBytes file, ByteBuffer start) {
        List<String> parts = List.of(8, 12, 16).stream()
                .map(at -> Integer.toUnsignedString(start.getInt(at)))
                .toList();
        String version = String.join(".", parts);
        if (start.getInt(8) != MAJOR) {
            throw new CheckpointException(
                    file.path(),
                    "is a LiteRT-LM container of version " + version + "; read are those of version " + MAJOR);
        }
        return version;
    }

    private static SectionTable table(FileBytes file, int end) {
        try {
            return SectionTable.read(file.read(START_BYTES, end - START_BYTES).array());
        } catch (UnsupportedModelException e) {
            throw new CheckpointException(file.path(), String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Section> sections(FileBytes file, SectionTable table, long tableEnd) {
        List<Section> sections = new ArrayList<>();
        for (SectionTable.Section found : table.sections()) {
            String name = Integer.toString(sections.size());
            if (found.begin() < tableEnd || found.end() < found.begin() || found.end() > file.size()) {
                throw damaged(
                        file,
                        "section %s would have the bytes %s to %s; sections begin behind byte %d, and the file has %d"
                                .formatted(
                                        name,
                                        Long.toUnsignedString(found.begin()),
                                        Long.toUnsignedString(found.end()),
                                        tableEnd,
                                        file.size()));
            }
            sections.add(new Section(
                    name,
                    SectionKind.ofNumber(found.type()),
                    found.begin(),
                    found.end() - found.begin(),
                    found.items()));
        }
        requireApart(file, sections);
        return sections;
    }

    private static void requireApart(FileBytes file, List<Section> sections) {
        List<Section> inOrder = sections.stream()
                .filter(section -> section.bytes() > 0)
                .sorted(Comparator.comparingLong(Section::offset))
                .toList();
        for (int i = 1; i < inOrder.size(); i++) {
            Section before = inOrder.get(i - 1);
            if (before.end() > inOrder.get(i).offset()) {
                throw damaged(
                        file,
                        "sections %s and %s both have byte %d"
                                .formatted(
                                        before.name(),
                                        inOrder.get(i).name(),
                                        inOrder.get(i).offset()));
            }
        }
    }

    private static CheckpointException damaged(FileBytes file, String what) {
        return new CheckpointException(file.path(), "is damaged or cut short: " + what + "; get it again");
    }
}
