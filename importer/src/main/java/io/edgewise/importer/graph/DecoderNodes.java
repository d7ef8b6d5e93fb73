// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.checkpoint.BlockWeights;
import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.importer.decoder.Linear;
import io.edgewise.importer.decoder.Normalization;
import io.edgewise.importer.graph.OutsideConstants.Matrix;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.TensorType;

/// The operators of a decoder, each as one call. Shapes are those of the smallest graph, of one new token and
/// the first rows of the caches; TensorFlow Lite computes all of them anew when its inputs are resized.
/// Confined to one graph.
final class DecoderNodes extends GraphNodes {
    private static final int[] CONSTANT = {};

    private final OutsideConstants constants;
    /// Of 32 numbers each, of tensors that several matrices read.
    private final Map<Integer, Integer> means = new HashMap<>();

    DecoderNodes(GraphFile file, OutsideConstants constants) {
        super(file);
        this.constants = constants;
    }

    /// @param open the same as `shape`, -1 for what may change
    int input(String name, byte type, int[] shape, int... open) {
        int tensor = file.openTensor(name, type, shape, open);
        shapes.put(tensor, shape);
        file.input(name, tensor);
        return tensor;
    }

    /// Rows of a table that is float32, or int8 with a scale for each row.
    int lookUp(Weights table, int ids) {
        Matrix rows = constants.table(table);
        return lookUp(table, rows.tensor(), rows.type() == TensorType.INT8 ? 3 : 1, ids);
    }

    /// Rows of a table that is float32 in any case.
    int lookUpExactly(Weights table, int ids) {
        return lookUp(table, constants.floats(table), 1, ids);
    }

    private int lookUp(Weights table, int tensor, int version, int ids) {
        return node(
                Operation.plain(BuiltinOperator.EMBEDDING_LOOKUP, version),
                new int[] {shape(ids)[0], table.columns()},
                ids,
                tensor);
    }

    /// Rows of [T, width].
    int gather(int x, int rows) {
        return node(Operation.gather(1), new int[] {shape(rows)[0], shape(x)[1]}, x, rows);
    }

    /// A linear layer over [T, width].
    int linear(int x, Linear linear) {
        Matrix matrix = constants.matrix(linear.weight());
        int product = multiplied("", x, matrix, linear);
        return matrix.rests().isEmpty()
                ? product
                : add(
                        product,
                        node(
                                Operation.fullyConnected(12),
                                shape(product),
                                means(x),
                                matrix.rests().getAsInt()));
    }

    /// A linear layer whose matrix is a table, too.
    int head(String name, int x, Linear linear) {
        return multiplied(name, x, constants.table(linear.weight()), linear);
    }

    private int multiplied(String name, int x, Matrix matrix, Linear linear) {
        Operation operation = Operation.fullyConnected(
                switch (matrix.type()) {
                    case TensorType.INT4 -> 13;
                    case TensorType.INT8 -> 12;
                    default -> 5;
                });
        int[] shape = {shape(x)[0], linear.weight().rows()};
        return linear.bias().isPresent()
                ? node(
                        name,
                        operation,
                        shape,
                        x,
                        matrix.tensor(),
                        constants.floats(linear.bias().get()))
                : node(name, operation, shape, x, matrix.tensor());
    }

    private int means(int x) {
        return means.computeIfAbsent(x, key -> {
            int blocks = shape(x)[1] / BlockWeights.BLOCK;
            return reshape(mean(reshape(x, -1, blocks, BlockWeights.BLOCK)), -1, blocks);
        });
    }

    /// @param b of at most as many dimensions as `a`
    @Override
    int add(int a, int b) {
        return node(Operation.add(), broadcast(a, b), a, b);
    }

    /// @param b of at most as many dimensions as `a`
    @Override
    int multiply(int a, int b) {
        return multiply("", a, b);
    }

    private int multiply(String name, int a, int b) {
        return node(name, Operation.multiply(), broadcast(a, b), a, b);
    }

    /// Constants, of which no shape is kept, are never larger than the other one.
    private int[] broadcast(int a, int b) {
        int[] shape = shape(a);
        int[] other = shapes.getOrDefault(b, CONSTANT);
        for (int i = 1; i <= other.length; i++) {
            shape[shape.length - i] = Math.max(shape[shape.length - i], other[other.length - i]);
        }
        return shape;
    }

    /// Keeps numbers between plus and minus a cap, smoothly.
    int cap(String name, int x, float cap) {
        int capped = plain(BuiltinOperator.TANH, multiply(x, 1 / cap));
        return multiply(name, capped, small.number(cap));
    }

    /// @param shape at most one -1, which takes what is left
    int reshape(int x, int... shape) {
        int all = Arrays.stream(shape(x)).reduce(1, Math::multiplyExact);
        int known = Arrays.stream(shape).filter(d -> d > 0).reduce(1, Math::multiplyExact);
        int[] closed = Arrays.stream(shape).map(d -> d < 0 ? all / known : d).toArray();
        return node(Operation.reshape(shape), closed, x, small.ints(shape));
    }

    /// The two halves along an axis.
    int[] halves(int x, int axis) {
        int[] shape = shape(x);
        shape[axis] /= 2;
        int[] halves = {result("", shape), result("", shape)};
        file.operator(Operation.split(2), halves, small.axis(axis), x);
        return halves;
    }

    int concatenate(int axis, int a, int b) {
        int[] shape = shape(a);
        shape[axis] += shape(b)[axis];
        return node(Operation.concatenate(axis), shape, a, b);
    }

    /// Of two times as many matrices.
    ///
    /// @param transposed whether `b` is turned round first
    int product(int a, int b, boolean transposed) {
        int[] shape = shape(a);
        shape[2] = shape(b)[transposed ? 1 : 2];
        return node(Operation.product(transposed), shape, a, b);
    }

    /// Over the last dimension.
    int normalize(int x, Normalization norm, double epsilon) {
        Optional<Weights> shift = norm.shift();
        int gain = constants.floats(norm.gain());
        if (shift.isEmpty()) {
            return multiply(multiply(x, inverse(mean(multiply(x, x)), epsilon)), gain);
        }
        return add(multiply(normal(x, epsilon), gain), constants.floats(shift.get()));
    }
}
