// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static io.edgewise.inference.tflite.FlatBufferVerifier.ANY_TABLE;
import static io.edgewise.inference.tflite.FlatBufferVerifier.BYTE;
import static io.edgewise.inference.tflite.FlatBufferVerifier.INT;
import static io.edgewise.inference.tflite.FlatBufferVerifier.INTS;
import static io.edgewise.inference.tflite.FlatBufferVerifier.STRING;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.edgewise.inference.tflite.FlatBufferVerifier.Field;
import io.edgewise.inference.tflite.FlatBufferVerifier.Table;
import io.edgewise.inference.tflite.ModelMetadata.Content;
import io.edgewise.inference.tflite.ModelMetadata.FileKind;
import io.edgewise.inference.tflite.ModelMetadata.NamedFile;
import io.edgewise.inference.tflite.ModelMetadata.Note;
import io.edgewise.inference.tflite.ModelMetadata.Unit;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// Reads [ModelMetadata]: a FlatBuffers file inside the model, which nobody has checked before. Immutable; one
/// per file.
///
/// Source: `metadata_schema.fbs` of TensorFlow Lite Support, version 1.5 (field numbers).
final class ModelMetadataReader {
    private static final int IDENTIFIER = 0x3130304d; // "M001", little-endian

    /// A licence is the longest text, and has some ten thousand bytes.
    private static final FlatBufferVerifier.Limits LIMITS = new FlatBufferVerifier.Limits(10_000, 1 << 20);

    private static final int THRESHOLD = 3;
    private static final int BERT = 4;
    private static final int SENTENCE_PIECE = 5;
    private static final int REGEX = 6;
    private static final int CALIBRATION = 2;

    private static final Table FILE = new Table("AssociatedFile", List.of(STRING, STRING, BYTE, STRING));
    private static final Field FILES = new Field.Tables(FILE);
    private static final Table UNIT = new Table(
            "ProcessUnit",
            List.of(
                    BYTE,
                    new Field.Union(Map.of(
                            THRESHOLD, new Table("ScoreThresholdingOptions", List.of(INT)),
                            BERT, new Table("BertTokenizerOptions", List.of(FILES)),
                            SENTENCE_PIECE, new Table("SentencePieceTokenizerOptions", List.of(FILES, FILES)),
                            REGEX, new Table("RegexTokenizerOptions", List.of(STRING, FILES))))));
    private static final Field UNITS = new Field.Tables(UNIT);
    private static final Table CONTENT = new Table("Content", List.of(BYTE, ANY_TABLE));
    private static final Table NOTE =
            new Table("TensorMetadata", List.of(STRING, STRING, INTS, new Field.One(CONTENT), UNITS, ANY_TABLE, FILES));
    private static final Field NOTES = new Field.Tables(NOTE);
    private static final Table GRAPH =
            new Table("SubGraphMetadata", List.of(STRING, STRING, NOTES, NOTES, FILES, UNITS, UNITS));
    private static final Table MODEL =
            new Table("ModelMetadata", List.of(STRING, STRING, STRING, new Field.Tables(GRAPH), STRING, STRING, FILES));

    private final FlatBuffer file;

    private ModelMetadataReader(FlatBuffer file) {
        this.file = file;
    }

    /// What is wrong with the file, as the end of a sentence, or an empty text.
    static String fault(MemorySegment metadata) {
        if (metadata.byteSize() < 8 || metadata.get(JAVA_INT_UNALIGNED, 4) != IDENTIFIER) {
            return "it has no M001 mark at its start";
        }
        try {
            FlatBufferVerifier.verify(new FlatBuffer(metadata), MODEL, LIMITS);
            return "";
        } catch (FlatBufferVerifier.OutOfFile e) {
            return e.getMessage() + ", and it has " + metadata.byteSize() + " bytes";
        }
    }

    /// @param metadata without a [#fault]
    static ModelMetadata read(MemorySegment metadata) {
        return new ModelMetadataReader(new FlatBuffer(metadata)).metadata();
    }

    private ModelMetadata metadata() {
        long model = file.root();
        long[] graphs = file.tables(model, 3);
        List<NamedFile> files = new ArrayList<>(files(model, 6));
        if (graphs.length > 0) {
            files.addAll(files(graphs[0], 4));
        }
        return new ModelMetadata(
                file.string(model, 0),
                file.string(model, 1),
                file.string(model, 2),
                file.string(model, 4),
                file.string(model, 5),
                ofPrimaryGraph(graphs, 2, this::note),
                ofPrimaryGraph(graphs, 3, this::note),
                ofPrimaryGraph(graphs, 5, this::unit),
                ofPrimaryGraph(graphs, 6, this::unit),
                files);
    }

    private <T> List<T> ofPrimaryGraph(long[] graphs, int field, LongFunction<T> reader) {
        return graphs.length == 0 ? List.of() : many(graphs[0], field, reader);
    }

    private <T> List<T> many(long table, int field, LongFunction<T> reader) {
        return Arrays.stream(file.tables(table, field)).mapToObj(reader).toList();
    }

    private Note note(long note) {
        return new Note(
                file.string(note, 0), file.string(note, 1), content(note), many(note, 4, this::unit), files(note, 6));
    }

    private Content content(long note) {
        long field = file.field(note, 3);
        return field == 0
                ? Content.UNKNOWN
                : constant(Content.values(), file.unsignedByte(file.follow(field), 0), Content.UNKNOWN);
    }

    private Unit unit(long unit) {
        long field = file.field(unit, 1);
        if (field == 0) {
            return new Unit.Other();
        }
        long options = file.follow(field);
        return switch (file.unsignedByte(unit, 0)) {
            case THRESHOLD -> new Unit.Threshold(Float.intBitsToFloat(file.int32(options, 0)));
            case BERT -> new Unit.Bert(files(options, 0));
            case SENTENCE_PIECE -> new Unit.SentencePiece(files(options, 0));
            case REGEX -> new Unit.Regex(file.string(options, 0), files(options, 1));
            case CALIBRATION -> new Unit.Calibration();
            default -> new Unit.Other();
        };
    }

    private List<NamedFile> files(long table, int field) {
        return many(
                table,
                field,
                at -> new NamedFile(
                        file.string(at, 0), constant(FileKind.values(), file.unsignedByte(at, 2), FileKind.UNKNOWN)));
    }

    /// By the schema's number, which is the constant's place.
    private static <E> E constant(E[] constants, int number, E unknown) {
        return number < constants.length ? constants[number] : unknown;
    }
}
