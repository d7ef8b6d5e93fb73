// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static io.edgewise.inference.tflite.FlatBufferVerifier.ANY_TABLE;
import static io.edgewise.inference.tflite.FlatBufferVerifier.BYTE;
import static io.edgewise.inference.tflite.FlatBufferVerifier.INT;
import static io.edgewise.inference.tflite.FlatBufferVerifier.INTS;
import static io.edgewise.inference.tflite.FlatBufferVerifier.LONG;
import static io.edgewise.inference.tflite.FlatBufferVerifier.LONGS;
import static io.edgewise.inference.tflite.FlatBufferVerifier.STRING;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.edgewise.inference.tflite.FlatBufferVerifier.Field;
import io.edgewise.inference.tflite.FlatBufferVerifier.Table;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/// Checks that everything a TFLite file points to lies inside the file, and then that it is a graph (see
/// [ModelGraphVerifier]). TFLite 2.21 looks at the tables too, but says only that the buffer is not valid,
/// and a library that a site brings need not look at all: it follows the pointers of a truncated file and
/// takes the process down.
///
/// Covers the tables that the interpreter follows (see [#MODEL]); the options of operators are checked as far
/// as their table header. Linear in the size of the graph, not of the weights.
///
/// Source: the FlatBuffers binary format, and TensorFlow 2.21 `compiler/mlir/lite/schema/schema.fbs` (field
/// numbers).
final class ModelFileVerifier {
    private static final int IDENTIFIER = 0x334c4654; // "TFL3", little-endian
    private static final int SCHEMA_VERSION = 3;

    /// Weights are vectors of bytes, which nobody copies.
    private static final FlatBufferVerifier.Limits LIMITS = new FlatBufferVerifier.Limits(10_000_000, Long.MAX_VALUE);

    private static final Table OPERATOR_CODE = new Table("OperatorCode", List.of(BYTE, STRING, INT, INT));
    private static final Table BLOCKWISE = new Table("BlockwiseQuantization", List.of(INT, INT, INT));
    private static final Table QUANTIZATION = new Table(
            "QuantizationParameters",
            List.of(
                    INTS,
                    INTS,
                    INTS,
                    LONGS,
                    BYTE,
                    new Field.Union(Map.of(BlockScales.QUANTIZATION_DETAILS, BLOCKWISE)),
                    INT));
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

    private ModelFileVerifier() {}

    /// What is wrong with the file, as the end of a sentence, or an empty text.
    static String fault(MemorySegment file) {
        if (file.byteSize() < 16 || file.get(JAVA_INT_UNALIGNED, 4) != IDENTIFIER) {
            return "it is not a TensorFlow Lite model (no TFL3 mark at its start)";
        }
        FlatBuffer buffer = new FlatBuffer(file);
        try {
            FlatBufferVerifier.verify(buffer, MODEL, LIMITS);
            int version = buffer.int32(buffer.root(), 0);
            return version == SCHEMA_VERSION
                    ? ModelGraphVerifier.fault(buffer)
                    : "it has schema version " + version + ", this library reads version " + SCHEMA_VERSION;
        } catch (FlatBufferVerifier.OutOfFile e) {
            return "it is damaged or cut short: " + e.getMessage() + ", and the file has " + file.byteSize() + " bytes";
        }
    }
}
