// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// Checks that everything a TFLite file points to lies inside the file, and then that it is a graph (see
/// [ModelGraphVerifier]). TFLite 2.21 looks at the tables too, but says only that the buffer is not valid, and a
/// library that a site brings need not look at all: it follows the pointers of a truncated file and takes the
/// process down.
///
/// Covers the tables that the interpreter follows (see [#MODEL]); the options of operators are checked as far as
/// their table header. Linear in the size of the graph, not of the weights. Immutable; one per file.
///
/// Source: the FlatBuffers binary format, and TensorFlow 2.21 `compiler/mlir/lite/schema/schema.fbs` (field numbers).
final class ModelFileVerifier {
    private static final int IDENTIFIER = 0x334c4654; // "TFL3", little-endian
    private static final int SCHEMA_VERSION = 3;
    private static final int MAX_TABLES = 10_000_000;
    private static final int VTABLE_HEADER_BYTES = 4;

    private sealed interface Field {
        /// A number inside the table.
        record Inline(int bytes) implements Field {}

        /// A vector of numbers, or a string (a vector of bytes).
        record Numbers(int elementBytes) implements Field {}

        /// A vector of tables.
        record Tables(Table of) implements Field {}

        /// One table.
        record One(Table of) implements Field {}
    }

    private record Table(String name, List<Field> fields) {}

    private static final Field BYTE = new Field.Inline(1);
    private static final Field INT = new Field.Inline(4);
    private static final Field LONG = new Field.Inline(8);
    private static final Field STRING = new Field.Numbers(1);
    private static final Field INTS = new Field.Numbers(4);
    private static final Field LONGS = new Field.Numbers(8);
    private static final Field ANY_TABLE = new Field.One(new Table("options", List.of()));

    private static final Table OPERATOR_CODE = new Table("OperatorCode", List.of(BYTE, STRING, INT, INT));
    private static final Table QUANTIZATION =
            new Table("QuantizationParameters", List.of(INTS, INTS, INTS, LONGS, BYTE, ANY_TABLE, INT));
    private static final Table TENSOR =
            new Table("Tensor", List.of(INTS, BYTE, INT, STRING, new Field.One(QUANTIZATION), BYTE, ANY_TABLE, INTS));
    private static final Table OPERATOR = new Table(
            "Operator",
            List.of(INT, INTS, INTS, BYTE, ANY_TABLE, STRING, BYTE, STRING, INTS, LONG, LONG, BYTE, ANY_TABLE, INT));
    private static final Table SUBGRAPH =
            new Table("SubGraph", List.of(new Field.Tables(TENSOR), INTS, INTS, new Field.Tables(OPERATOR), STRING));
    private static final Table BUFFER = new Table("Buffer", List.of(STRING, LONG, LONG));
    private static final Table METADATA = new Table("Metadata", List.of(STRING, INT));
    private static final Table TENSOR_MAP = new Table("TensorMap", List.of(STRING, INT));
    private static final Table SIGNATURE = new Table(
            "SignatureDef", List.of(new Field.Tables(TENSOR_MAP), new Field.Tables(TENSOR_MAP), STRING, BYTE, INT));
    private static final Table MODEL = new Table(
            "Model",
            List.of(
                    INT,
                    new Field.Tables(OPERATOR_CODE),
                    new Field.Tables(SUBGRAPH),
                    STRING,
                    new Field.Tables(BUFFER),
                    INTS,
                    new Field.Tables(METADATA),
                    new Field.Tables(SIGNATURE)));

    private final FlatBuffer file;
    private int tables;

    private ModelFileVerifier(MemorySegment file) {
        this.file = new FlatBuffer(file);
    }

    /// What is wrong with the file, as the end of a sentence, or an empty text.
    static String fault(MemorySegment file) {
        if (file.byteSize() < 16 || file.get(JAVA_INT_UNALIGNED, 4) != IDENTIFIER) {
            return "it is not a TensorFlow Lite model (no TFL3 mark at its start)";
        }
        try {
            ModelFileVerifier verifier = new ModelFileVerifier(file);
            verifier.table(verifier.file.root(), MODEL);
            int version = verifier.file.int32(verifier.file.root(), 0);
            return version == SCHEMA_VERSION
                    ? ModelGraphVerifier.fault(verifier.file)
                    : "it has schema version " + version + ", this library reads version " + SCHEMA_VERSION;
        } catch (OutOfFile e) {
            return "it is damaged or cut short: " + e.getMessage() + ", and the file has " + file.byteSize() + " bytes";
        }
    }

    private void table(long at, Table type) {
        if (++tables > MAX_TABLES) {
            throw new OutOfFile("it has more than " + MAX_TABLES + " tables");
        }
        header(at, type);
        for (int i = 0; i < type.fields().size(); i++) {
            long field = file.field(at, i);
            if (field != 0) {
                field(field, type.fields().get(i), type.name());
            }
        }
    }

    /// The table's own offset to its vtable, the vtable's size and the table's size in it, and that every field of
    /// the vtable, known or not, begins inside the table.
    private void header(long at, Table type) {
        require(at, 4, type.name());
        long vtable = file.vtable(at);
        require(vtable, VTABLE_HEADER_BYTES, type.name());
        int vtableBytes = file.unsignedShort(vtable);
        int tableBytes = file.unsignedShort(vtable + 2);
        if (vtableBytes < VTABLE_HEADER_BYTES || tableBytes < 4) {
            throw new OutOfFile("a " + type.name() + " table at byte " + at + " has no valid header");
        }
        require(vtable, vtableBytes, type.name());
        require(at, tableBytes, type.name());
        for (int entry = VTABLE_HEADER_BYTES; entry + 2 <= vtableBytes; entry += 2) {
            if (file.unsignedShort(vtable + entry) >= tableBytes) {
                throw new OutOfFile("a " + type.name() + " table at byte " + at + " has a field behind its end");
            }
        }
    }

    private void field(long at, Field field, String where) {
        switch (field) {
            case Field.Inline inline -> require(at, inline.bytes(), where);
            case Field.Numbers numbers -> vector(at, numbers.elementBytes(), where);
            case Field.One one -> table(follow(at, where), one.of());
            case Field.Tables many -> {
                long first = vector(at, 4, where);
                long count = file.unsignedInt(first - 4);
                for (long i = 0; i < count; i++) {
                    table(follow(first + 4 * i, where), many.of());
                }
            }
        }
    }

    /// The position of the first element.
    private long vector(long at, int elementBytes, String where) {
        long vector = follow(at, where);
        require(vector, 4, where);
        require(vector + 4, file.unsignedInt(vector) * elementBytes, where);
        return vector + 4;
    }

    /// The position that an offset points to.
    private long follow(long at, String where) {
        require(at, 4, where);
        return file.follow(at);
    }

    private void require(long at, long bytes, String where) {
        if (at < 0 || bytes < 0 || at > file.bytes().byteSize() - bytes) {
            throw new OutOfFile("a " + where + " table points to bytes " + at + " to " + (at + bytes));
        }
    }

    private static final class OutOfFile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfFile(String message) {
            super(message, null, false, false);
        }
    }
}
