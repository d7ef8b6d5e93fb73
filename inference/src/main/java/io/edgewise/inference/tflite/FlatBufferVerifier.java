// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.List;
import java.util.Map;

/// Checks that everything that the known tables of a FlatBuffers file point to lies inside the file. Linear in
/// the size of the tables, not of what is in them. Confined to one check of one file.
///
/// Source: the FlatBuffers binary format ("FlatBuffers Internals").
final class FlatBufferVerifier {
    private static final int VTABLE_HEADER_BYTES = 4;

    static final Field BYTE = new Field.Inline(1);
    static final Field INT = new Field.Inline(4);
    static final Field LONG = new Field.Inline(8);
    static final Field STRING = new Field.Numbers(1);
    static final Field INTS = new Field.Numbers(4);
    static final Field LONGS = new Field.Numbers(8);

    /// A table of which only its own place is checked.
    static final Field ANY_TABLE = new Field.One(new Table("options", List.of()));

    /// What a field of a table is.
    sealed interface Field {
        /// A number inside the table.
        record Inline(int bytes) implements Field {}

        /// A vector of numbers, or a string (a vector of bytes).
        record Numbers(int elementBytes) implements Field {}

        /// A vector of tables.
        record Tables(Table of) implements Field {}

        /// One table.
        record One(Table of) implements Field {}

        /// What a byte in the field before says the type of: a table of these, or what is not looked into.
        ///
        /// @param others what all other types are
        record Union(Map<Integer, Table> of, Field others) implements Field {
            /// Of tables alone.
            Union(Map<Integer, Table> of) {
                this(of, ANY_TABLE);
            }
        }
    }

    /// The fields of a table by their numbers.
    record Table(String name, List<Field> fields) {}

    private final FlatBuffer file;
    private final Limits limits;
    private int tables;
    private long numberBytes;

    private FlatBufferVerifier(FlatBuffer file, Limits limits) {
        this.file = file;
        this.limits = limits;
    }

    /// What a file may have of them: one in which many entries point to one place would else take for ever, or
    /// fill the memory of whoever reads them.
    ///
    /// @param numberBytes of all strings and vectors of numbers together
    record Limits(int tables, long numberBytes) {}

    /// @throws OutOfFile where something doesn't lie inside the file, or there is more than may be
    static void verify(FlatBuffer file, Table root, Limits limits) {
        FlatBufferVerifier verifier = new FlatBufferVerifier(file, limits);
        verifier.require(0, 4, root.name());
        verifier.table(file.root(), root);
    }

    private void table(long at, Table type) {
        if (++tables > limits.tables()) {
            throw new OutOfFile("it has more than " + limits.tables() + " tables");
        }
        header(at, type);
        for (int i = 0; i < type.fields().size(); i++) {
            long field = file.field(at, i);
            if (field != 0) {
                Field expected = type.fields().get(i) instanceof Field.Union union
                        ? member(union, file.unsignedByte(at, i - 1))
                        : type.fields().get(i);
                field(field, expected, type.name());
            }
        }
    }

    private static Field member(Field.Union union, int type) {
        Table known = union.of().get(type);
        return known == null ? union.others() : new Field.One(known);
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
            case Field.Numbers numbers -> numbers(at, numbers.elementBytes(), where);
            case Field.One one -> table(follow(at, where), one.of());
            case Field.Tables many -> {
                long first = vector(at, 4, where);
                long count = file.unsignedInt(first - 4);
                for (long i = 0; i < count; i++) {
                    table(follow(first + 4 * i, where), many.of());
                }
            }
            case Field.Union union -> throw new IllegalStateException("a union has no table before its type is known");
        }
    }

    private void numbers(long at, int elementBytes, String where) {
        long first = vector(at, elementBytes, where);
        numberBytes += file.unsignedInt(first - 4) * elementBytes;
        if (numberBytes > limits.numberBytes()) {
            throw new OutOfFile("its texts and numbers have more than " + limits.numberBytes() + " bytes");
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

    /// The end of a sentence about a file.
    static final class OutOfFile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfFile(String message) {
            super(message, null, false, false);
        }
    }
}
