// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.importer.graph.Constants.Constant;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.TensorType;

/// The operators of an encoder, each as one call. Shapes are those of float32 tensors; -1 stands for a number
/// of tokens or messages. Confined to one graph.
final class EncoderNodes extends GraphNodes {
    private final Constants constants;
    private final Precision precision;
    private final Map<Integer, Integer> unpacked = new HashMap<>();

    EncoderNodes(GraphFile file, Constants constants, Precision precision) {
        super(file);
        this.constants = constants;
        this.precision = precision;
    }

    int input(String name, byte type, int... shape) {
        int tensor = file.tensor(name, type, shape);
        shapes.put(tensor, shape);
        file.input(name, tensor);
        return tensor;
    }

    /// Rows of a table, float32.
    int lookUp(Weights table, Precision kept, int ids) {
        Constant rows = constants.table(table, kept);
        int[] shape = {1, -1, table.columns()};
        if (rows.type() == TensorType.INT8) {
            int found = file.tensor("", TensorType.INT8, rows.scale(), shape);
            file.operator(Operation.gather(2), new int[] {found}, rows.tensor(), ids);
            return node(Operation.plain(BuiltinOperator.DEQUANTIZE, 2), shape, found);
        }
        return node(Operation.gather(1), shape, unpacked(rows, table), ids);
    }

    /// Halves become float32 once, when the graph is built.
    private int unpacked(Constant constant, Weights source) {
        if (constant.type() != TensorType.FLOAT16) {
            return constant.tensor();
        }
        return unpacked.computeIfAbsent(
                constant.tensor(),
                halves -> node(
                        Operation.plain(BuiltinOperator.DEQUANTIZE, 3),
                        new int[] {source.rows(), source.columns()},
                        halves));
    }

    /// A linear layer.
    int dense(String name, int x, Weights weight, Weights bias) {
        Constant matrix = constants.matrix(weight, precision);
        int[] shape = shape(x);
        shape[shape.length - 1] = weight.rows();
        return node(
                name,
                Operation.fullyConnected(matrix.type() == TensorType.INT8 ? 12 : 5),
                shape,
                x,
                unpacked(matrix, weight),
                constants.floats(bias));
    }

    @Override
    int add(int a, int b) {
        return node(Operation.add(), shape(a), a, b);
    }

    @Override
    int multiply(int a, int b) {
        return node(Operation.multiply(), shape(a), a, b);
    }

    int squaredDifference(int a, int b, int... shape) {
        return node(Operation.squaredDifference(), shape, a, b);
    }

    /// @param shape at most one -1, which takes what is left
    int reshape(int x, int... shape) {
        return node(Operation.reshape(shape), shape, x, small.ints(shape));
    }

    /// @param transposed whether `b` is turned round first
    int product(String name, int a, int b, boolean transposed, int... shape) {
        return node(name, Operation.product(transposed), shape, a, b);
    }

    /// A layer normalisation over the last dimension of [1, T, width].
    int normalize(int x, Weights scale, Weights shift, double epsilon) {
        return add(multiply(normal(x, epsilon), constants.floats(scale)), constants.floats(shift));
    }
}
