// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static io.edgewise.inference.tflite.FlatBufferVerifier.BYTE;
import static io.edgewise.inference.tflite.FlatBufferVerifier.INT;
import static io.edgewise.inference.tflite.FlatBufferVerifier.LONG;
import static io.edgewise.inference.tflite.FlatBufferVerifier.STRING;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.tflite.FlatBufferVerifier.Field;
import io.edgewise.inference.tflite.FlatBufferVerifier.Table;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a [SectionTable], which nobody has checked before. Immutable; one per table.
///
/// Source: `schema/core/litertlm_header_schema.fbs` of LiteRT-LM (field numbers). Values that are no texts were
/// structs in its first versions and are tables today, so they are not looked into.
final class SectionTableReader {
    private static final FlatBufferVerifier.Limits LIMITS = new FlatBufferVerifier.Limits(10_000, 1 << 20);
    private static final int LEAST_BYTES = 8;
    private static final int TEXT = 9;

    private static final Table PAIR = new Table(
            "KeyValuePair",
            List.of(STRING, BYTE, new Field.Union(Map.of(TEXT, new Table("StringValue", List.of(STRING))), INT)));
    private static final Field PAIRS = new Field.Tables(PAIR);
    private static final Table SECTION = new Table("SectionObject", List.of(PAIRS, LONG, LONG, BYTE));
    private static final Table FILE = new Table(
            "LiteRTLMMetaData",
            List.of(
                    new Field.One(new Table("SystemMetadata", List.of(PAIRS))),
                    new Field.One(new Table("SectionMetadata", List.of(new Field.Tables(SECTION))))));

    private final FlatBuffer file;

    private SectionTableReader(FlatBuffer file) {
        this.file = file;
    }

    static SectionTable read(byte[] table) {
        FlatBuffer file = new FlatBuffer(MemorySegment.ofArray(table));
        try {
            if (table.length < LEAST_BYTES) {
                throw new FlatBufferVerifier.OutOfFile("it ends before it begins");
            }
            FlatBufferVerifier.verify(file, FILE, LIMITS);
        } catch (FlatBufferVerifier.OutOfFile e) {
            throw new UnsupportedModelException(
                    "is damaged: in its table of sections, of " + table.length + " bytes, " + e.getMessage());
        }
        return new SectionTableReader(file).table();
    }

    private SectionTable table() {
        long root = file.root();
        long system = file.field(root, 0);
        long sections = file.field(root, 1);
        return new SectionTable(
                system == 0 ? Map.of() : texts(file.follow(system), 0),
                sections == 0
                        ? List.of()
                        : Arrays.stream(file.tables(file.follow(sections), 0))
                                .mapToObj(this::section)
                                .toList());
    }

    private SectionTable.Section section(long at) {
        return new SectionTable.Section(file.unsignedByte(at, 3), file.int64(at, 1), file.int64(at, 2), texts(at, 0));
    }

    private Map<String, String> texts(long table, int number) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (long pair : file.tables(table, number)) {
            long value = file.field(pair, 2);
            if (file.unsignedByte(pair, 1) == TEXT && value != 0) {
                texts.put(file.string(pair, 0), file.string(file.follow(value), 0));
            }
        }
        return texts;
    }
}
