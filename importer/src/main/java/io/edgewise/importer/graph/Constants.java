// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.checkpoint.Weights;
import java.nio.FloatBuffer;
import java.util.IdentityHashMap;
import java.util.function.Consumer;
import org.tensorflow.lite.schema.TensorType;

/// The weights and constants of a graph, each stored once however often it is used. Confined to one graph.
final class Constants {
    private static final float[] NO_SCALES = {};

    private final GraphFile file;
    private final IdentityHashMap<Weights, Constant> weights = new IdentityHashMap<>();

    /// A tensor of the graph.
    ///
    /// @param scale of a table with one scale, else 1
    record Constant(int tensor, byte type, float scale) {}

    Constants(GraphFile file) {
        this.file = file;
    }

    /// As float32, a vector or a matrix.
    int floats(Weights source) {
        return weights.computeIfAbsent(source, this::writeFloats).tensor();
    }

    private Constant writeFloats(Weights source) {
        int[] shape = source.shape().stream().mapToInt(Integer::intValue).toArray();
        int tensor = file.weights(
                source.name(),
                TensorType.FLOAT32,
                bytes(source, Float.BYTES),
                NO_SCALES,
                target -> {
                    FloatBuffer floats = target.asFloatBuffer();
                    eachRow(source, floats::put);
                },
                shape);
        return new Constant(tensor, TensorType.FLOAT32, 1);
    }

    /// A matrix as it is multiplied with.
    Constant matrix(Weights source, Precision precision) {
        return weights.computeIfAbsent(source, s -> switch (precision) {
            case FP32 -> writeFloats(s);
            case FP16 -> writeHalves(s);
            case INT8 -> writeBytes(s, true);
        });
    }

    /// A table in which rows are looked up. TensorFlow Lite looks up no halves.
    Constant table(Weights source, Precision precision) {
        return precision == Precision.INT8
                ? weights.computeIfAbsent(source, s -> writeBytes(s, false))
                : matrix(source, precision);
    }

    private Constant writeHalves(Weights source) {
        int tensor = file.weights(
                source.name(),
                TensorType.FLOAT16,
                bytes(source, Short.BYTES),
                NO_SCALES,
                target -> eachRow(source, row -> {
                    for (float value : row) {
                        target.putShort(Float.floatToFloat16(value));
                    }
                }),
                source.rows(),
                source.columns());
        return new Constant(tensor, TensorType.FLOAT16, 1);
    }

    private Constant writeBytes(Weights source, boolean perRow) {
        Int8Rows rows = new Int8Rows(source);
        float[] scales = perRow ? rows.scalesOfRows() : rows.scaleOfAll();
        int tensor = file.weights(
                source.name(),
                TensorType.INT8,
                bytes(source, Byte.BYTES),
                scales,
                target -> rows.put(scales, target),
                source.rows(),
                source.columns());
        return new Constant(tensor, TensorType.INT8, scales[0]);
    }

    private static int bytes(Weights source, int element) {
        return Math.multiplyExact(Math.multiplyExact(source.rows(), source.columns()), element);
    }

    private static void eachRow(Weights source, Consumer<float[]> put) {
        float[] row = new float[source.columns()];
        for (int r = 0; r < source.rows(); r++) {
            source.row(r, row);
            put.accept(row);
        }
    }
}
