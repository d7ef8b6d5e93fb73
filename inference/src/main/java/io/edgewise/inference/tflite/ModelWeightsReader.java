// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;

/// Finds which constants hold the bytes of a model, and what they are for: the operator that reads them, and the
/// output that alone depends on them, which makes them a head's. Names of tensors say less: converters write what
/// they like. For one file.
///
/// Source: TensorFlow 2.21 `compiler/mlir/lite/schema/schema.fbs` (field numbers).
final class ModelWeightsReader {
    private static final int MODEL_BUFFERS = 4;
    private static final int GRAPH_TENSORS = 0;
    private static final int GRAPH_OUTPUTS = 2;
    private static final int GRAPH_OPERATORS = 3;
    private static final int TENSOR_SHAPE = 0;
    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_BUFFER = 2;
    private static final int OPERATOR_INPUTS = 1;
    private static final int OPERATOR_OUTPUTS = 2;

    private final FlatBuffer file;
    private final long[] buffers;
    /// A buffer that several tensors or graphs share counts once.
    private final Set<Integer> counted = new HashSet<>();
    private final Map<Kind, Sum> sums = new LinkedHashMap<>();

    private record Kind(String operator, TensorType type, List<Integer> shape, Optional<String> onlyFor) {}

    private static final class Sum {
        int count;
        long bytes;
    }

    ModelWeightsReader(FlatBuffer file) {
        this.file = file;
        this.buffers = file.tables(file.root(), MODEL_BUFFERS);
    }

    /// Adds the constants of a graph.
    ///
    /// @param operatorName names an operator's table
    /// @param outputNames of its outputs, by tensor
    void add(long graph, LongFunction<String> operatorName, Map<Integer, String> outputNames) {
        long[] tensors = file.tables(graph, GRAPH_TENSORS);
        Map<Integer, Set<Integer>> dependents = dependents(graph);
        int outputs = file.int32s(graph, GRAPH_OUTPUTS).length;
        for (long operator : file.tables(graph, GRAPH_OPERATORS)) {
            for (int input : file.int32s(operator, OPERATOR_INPUTS)) {
                if (input >= 0) {
                    Set<Integer> needing = dependents.getOrDefault(input, Set.of());
                    Optional<String> onlyFor = outputs > 1 && needing.size() == 1
                            ? Optional.ofNullable(
                                    outputNames.get(needing.iterator().next()))
                            : Optional.empty();
                    add(tensors[input], operatorName.apply(operator), onlyFor);
                }
            }
        }
    }

    private void add(long tensor, String operator, Optional<String> onlyFor) {
        int buffer = file.int32(tensor, TENSOR_BUFFER);
        long bytes = contentBytes(file, buffers[buffer]);
        if (bytes == 0 || !counted.add(buffer)) {
            return;
        }
        Kind kind = new Kind(
                operator,
                TensorType.ofSchema(file.unsignedByte(tensor, TENSOR_TYPE)),
                Arrays.stream(file.int32s(tensor, TENSOR_SHAPE)).boxed().toList(),
                onlyFor);
        Sum sum = sums.computeIfAbsent(kind, k -> new Sum());
        sum.count++;
        sum.bytes += bytes;
    }

    /// For each tensor the outputs of the graph that depend on it: from the last operator to the first, what
    /// needs an operator's output needs its inputs.
    private Map<Integer, Set<Integer>> dependents(long graph) {
        Map<Integer, Set<Integer>> dependents = new HashMap<>();
        for (int output : file.int32s(graph, GRAPH_OUTPUTS)) {
            dependents.computeIfAbsent(output, t -> new TreeSet<>()).add(output);
        }
        for (long operator : reversed(file.tables(graph, GRAPH_OPERATORS))) {
            Set<Integer> needing = new TreeSet<>();
            for (int output : file.int32s(operator, OPERATOR_OUTPUTS)) {
                needing.addAll(dependents.getOrDefault(output, Set.of()));
            }
            for (int input : file.int32s(operator, OPERATOR_INPUTS)) {
                dependents.computeIfAbsent(input, t -> new TreeSet<>()).addAll(needing);
            }
        }
        return dependents;
    }

    private static List<Long> reversed(long[] tables) {
        return Arrays.stream(tables).boxed().toList().reversed();
    }

    /// What was found, the largest first.
    List<ModelContents.Weights> weights() {
        return sums.entrySet().stream()
                .map(e -> new ModelContents.Weights(
                        e.getKey().operator(),
                        e.getKey().type(),
                        e.getKey().shape(),
                        e.getValue().count,
                        e.getValue().bytes,
                        e.getKey().onlyFor()))
                .sorted(Comparator.comparingLong(ModelContents.Weights::bytes).reversed())
                .toList();
    }

    /// Content stands in the buffer, or behind the tables.
    static long contentBytes(FlatBuffer file, long buffer) {
        return file.int64(buffer, 1) > 1 ? file.int64(buffer, 2) : file.length(buffer, 0);
    }
}
