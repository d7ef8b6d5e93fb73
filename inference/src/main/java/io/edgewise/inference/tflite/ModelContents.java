// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is in a model file, read without the native library. Immutable.
///
/// @param description what the converter wrote, often nothing
/// @param bytes size of the file
/// @param graphs the first is the primary graph
/// @param weightBytes bytes of constant tensors by element type; a buffer that several share counts once
/// @param weights what the constant tensors are, those that are alike together, the largest first
/// @param metadata names of what tools have put beside the graph
public record ModelContents(
        String description,
        long bytes,
        List<Graph> graphs,
        List<Signature> signatures,
        SortedMap<String, Long> weightBytes,
        List<Weights> weights,
        List<String> metadata) {
    public ModelContents {
        graphs = List.copyOf(graphs);
        signatures = List.copyOf(signatures);
        weightBytes = Collections.unmodifiableSortedMap(new TreeMap<>(weightBytes));
        weights = List.copyOf(weights);
        metadata = List.copyOf(metadata);
    }

    /// Everything that is no weight: tables, names, associated files.
    public long otherBytes() {
        return bytes - weightBytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /// A graph of operators.
    ///
    /// @param operators how often each occurs, by name
    /// @param customOperators those of them that TensorFlow Lite does not have of its own
    public record Graph(
            String name,
            List<Entry> inputs,
            List<Entry> outputs,
            SortedMap<String, Integer> operators,
            Set<String> customOperators) {
        public Graph {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            customOperators = Set.copyOf(customOperators);
            operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
        }

        /// All operators together.
        public int nodes() {
            return operators.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /// A named entry of the model.
    ///
    /// @param graph the position of its graph
    /// @param inputs by the signature's own names
    public record Signature(String key, int graph, Map<String, Entry> inputs, Map<String, Entry> outputs) {
        public Signature {
            inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
            outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        }
    }

    /// Constant tensors of one shape that the same operator reads: a table, or the matrices of all layers.
    ///
    /// @param operator what reads them
    /// @param count how many there are
    /// @param bytes of all together
    /// @param onlyFor the one output of several that depends on them: they are that head's
    public record Weights(
            String operator, TensorType type, List<Integer> shape, int count, long bytes, Optional<String> onlyFor) {
        public Weights {
            shape = List.copyOf(shape);
        }

        /// Each of them, as `INT8 [30522, 384]`.
        public String form() {
            return ModelContents.form(type, shape);
        }
    }

    /// An input or output.
    ///
    /// @param tensor its number in the graph
    /// @param name its name in the graph, which need not be the signature's name of it
    /// @param shape dimensions; -1 for one that may change
    /// @param rows of the table in which the graph looks up the numbers of this input
    /// @param source operator that computes the numbers of this output, whatever only reshapes them; empty for an
    /// input
    public record Entry(
            int tensor, String name, TensorType type, List<Integer> shape, OptionalInt rows, String source) {
        public Entry {
            shape = List.copyOf(shape);
        }

        /// As `INT32 [1, -1]`.
        public String form() {
            return ModelContents.form(type, shape);
        }
    }

    private static String form(TensorType type, List<Integer> shape) {
        return type + shape.stream().map(String::valueOf).collect(Collectors.joining(", ", " [", "]"));
    }
}
