// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.edgewise.testkit.bundle.TinyFile;
import java.lang.foreign.MemorySegment;

/// Changes single numbers in a model file, found by the field numbers of the TFLite schema.
final class ModelPatch {
    private final MemorySegment bytes;
    private final FlatBuffer file;

    ModelPatch(TinyFile model) {
        this.bytes = MemorySegment.ofArray(model.bytes());
        this.file = new FlatBuffer(bytes);
    }

    /// The table in a vector of tables.
    long table(long parent, int field, int index) {
        return file.tables(parent, field)[index];
    }

    long root() {
        return file.root();
    }

    long subgraph() {
        return table(root(), 2, 0);
    }

    long tensor(int index) {
        return table(subgraph(), 0, index);
    }

    long operator(int index) {
        return table(subgraph(), 3, index);
    }

    long signature() {
        return table(root(), 7, 0);
    }

    /// The first operator with this code.
    int operatorOf(BuiltinOperator wanted) {
        long[] operators = file.tables(subgraph(), 3);
        for (int i = 0; i < operators.length; i++) {
            long code = table(root(), 1, file.int32(operators[i], 0));
            if (Math.max(file.unsignedByte(code, 0), file.int32(code, 3)) == wanted.code()) {
                return i;
            }
        }
        throw new IllegalStateException("no " + wanted);
    }

    int[] numbers(long table, int field) {
        return file.int32s(table, field);
    }

    /// Overwrites a number inside a table.
    ModelPatch number(long table, int field, int value) {
        return put(present(table, field), value);
    }

    /// Overwrites an element of a vector of numbers.
    ModelPatch element(long table, int field, int index, int value) {
        return put(file.follow(present(table, field)) + 4 + 4L * index, value);
    }

    /// Overwrites the length of a vector.
    ModelPatch length(long table, int field, int value) {
        return put(file.follow(present(table, field)), value);
    }

    private ModelPatch put(long at, int value) {
        bytes.set(JAVA_INT_UNALIGNED, at, value);
        return this;
    }

    private long present(long table, int field) {
        long at = file.field(table, field);
        if (at == 0) {
            throw new IllegalStateException("the table has no field " + field);
        }
        return at;
    }

    String fault() {
        return ModelFileVerifier.fault(bytes);
    }
}
