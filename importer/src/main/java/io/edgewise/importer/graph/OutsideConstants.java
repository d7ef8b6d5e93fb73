// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.checkpoint.BlockWeights;
import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.importer.graph.GraphFile.Place;
import java.util.IdentityHashMap;
import java.util.OptionalInt;
import org.tensorflow.lite.schema.TensorType;

/// The constants of a graph whose weights lie behind its tables, each stored once however often it is used.
/// Confined to one graph.
final class OutsideConstants {
    private static final float[] NO_SCALES = {};

    private final GraphFile file;
    private final WeightRegion region;
    private final DecoderPrecision precision;
    private final IdentityHashMap<Weights, Matrix> matrices = new IdentityHashMap<>();

    OutsideConstants(GraphFile file, WeightRegion region, DecoderPrecision precision) {
        this.file = file;
        this.region = region;
        this.precision = precision;
    }

    /// A matrix as it is multiplied with.
    ///
    /// @param type of its elements
    /// @param rests what is to be multiplied with the means of 32 inputs and added, of one in exact blocks
    record Matrix(int tensor, byte type, OptionalInt rests) {
        Matrix(int tensor, byte type) {
            this(tensor, type, OptionalInt.empty());
        }
    }

    /// A table in which rows are looked up, that may be multiplied with as well.
    Matrix table(Weights source) {
        return matrices.computeIfAbsent(source, precision == DecoderPrecision.FP32 ? this::floatRows : this::byteRows);
    }

    /// A matrix of a layer.
    Matrix matrix(Weights source) {
        return matrices.computeIfAbsent(source, this::write);
    }

    private Matrix write(Weights source) {
        return switch (precision) {
            case FP32 -> floatRows(source);
            case INT8 -> byteRows(source);
            case INT4 ->
                source.columns() % BlockWeights.BLOCK == 0
                        ? new Matrix(blocks(new Int4Rows(new SymmetricBlocks(source)), source), TensorType.INT4)
                        : byteRows(source);
            case BLOCKS -> source instanceof BlockWeights known ? exactly(known) : byteRows(source);
        };
    }

    /// As float32, a vector or a matrix.
    int floats(Weights source) {
        return matrices.computeIfAbsent(source, this::floatRows).tensor();
    }

    private Matrix floatRows(Weights source) {
        float[] row = new float[source.columns()];
        Place place = region.write(source.rows(), row.length * Float.BYTES, (r, target) -> {
            source.row(r, row);
            for (float value : row) {
                target.putFloat(value);
            }
        });
        int[] shape = source.shape().stream().mapToInt(Integer::intValue).toArray();
        return new Matrix(file.weights(source.name(), TensorType.FLOAT32, place, NO_SCALES, shape), TensorType.FLOAT32);
    }

    private Matrix byteRows(Weights source) {
        Int8Rows rows = new Int8Rows(source);
        float[] scales = new float[source.rows()];
        Place place = region.write(source.rows(), source.columns(), (r, target) -> scales[r] = rows.putRow(r, target));
        return new Matrix(
                file.weights(source.name(), TensorType.INT8, place, scales, source.rows(), source.columns()),
                TensorType.INT8);
    }

    private Matrix exactly(BlockWeights source) {
        Int4Rows rows = new Int4Rows(source);
        int tensor = blocks(rows, source);
        return new Matrix(
                tensor, TensorType.INT4, OptionalInt.of(byteRows(rows.rests()).tensor()));
    }

    private int blocks(Int4Rows rows, Weights source) {
        int inRow = source.columns() / BlockWeights.BLOCK;
        Place place = region.write(source.rows(), source.columns() / 2, rows::put);
        Place scales = region.write(source.rows(), inRow * Short.BYTES, rows::putScales);
        int halves = file.weights(source.name(), TensorType.FLOAT16, scales, NO_SCALES, source.rows(), inRow);
        return file.blockWeights(source.name(), place, halves, BlockWeights.BLOCK, source.rows(), source.columns());
    }
}
