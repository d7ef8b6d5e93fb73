// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What the operators of one graph do with its inputs and outputs, as far as it says what these mean. Immutable.
final class TensorUses {
    private static final Set<String> SAME_NUMBERS =
            Set.of("CAST", "RESHAPE", "SQUEEZE", "EXPAND_DIMS", "DEQUANTIZE", "QUANTIZE");

    /// An operator: its name and the numbers of its tensors.
    record Node(String operator, List<Integer> inputs, List<Integer> outputs) {
        boolean writes(int tensor) {
            return !outputs.isEmpty() && outputs.getFirst() == tensor;
        }

        boolean reads(int tensor, int place) {
            return inputs.size() > place && inputs.get(place) == tensor;
        }
    }

    private final List<Node> nodes;
    private final List<List<Integer>> shapes;

    /// @param shapes of all tensors, by number
    TensorUses(List<Node> nodes, List<List<Integer>> shapes) {
        this.nodes = List.copyOf(nodes);
        this.shapes = List.copyOf(shapes);
    }

    /// How many rows the table has in which the graph looks the numbers of an input up; empty when it doesn't.
    OptionalInt rows(int input) {
        Deque<Integer> same = new ArrayDeque<>(List.of(input));
        Set<Integer> seen = new HashSet<>();
        while (!same.isEmpty()) {
            int tensor = same.remove();
            if (!seen.add(tensor)) {
                continue;
            }
            for (Node node : nodes) {
                if (node.operator().equals("GATHER") && node.reads(tensor, 1)) {
                    return rowsOf(node.inputs().get(0));
                }
                if (node.operator().equals("EMBEDDING_LOOKUP") && node.reads(tensor, 0)) {
                    return rowsOf(node.inputs().get(1));
                }
                if (SAME_NUMBERS.contains(node.operator()) && node.reads(tensor, 0)) {
                    same.add(node.outputs().getFirst());
                }
            }
        }
        return OptionalInt.empty();
    }

    private OptionalInt rowsOf(int table) {
        List<Integer> shape = shapes.get(table);
        return shape.size() < 2 ? OptionalInt.empty() : OptionalInt.of(shape.getFirst());
    }

    /// The operator that computes the numbers of an output, whatever only reshapes them after it; empty when
    /// there is none.
    String source(int output) {
        int tensor = output;
        for (int steps = 0; steps <= nodes.size(); steps++) {
            Optional<Node> writer = writer(tensor);
            if (writer.isEmpty() || !SAME_NUMBERS.contains(writer.get().operator())) {
                return writer.map(Node::operator).orElse("");
            }
            tensor = writer.get().inputs().getFirst();
        }
        return "";
    }

    private Optional<Node> writer(int tensor) {
        return nodes.stream().filter(node -> node.writes(tensor)).findFirst();
    }
}
