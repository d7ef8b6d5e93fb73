// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads [ModelContents] of a file that [ModelFileVerifier] has found in order. Immutable; one per file.
///
/// Source: TensorFlow 2.21 `compiler/mlir/lite/schema/schema.fbs` (field numbers).
final class ModelContentsReader {
    private static final int MODEL_OPERATOR_CODES = 1;
    private static final int MODEL_SUBGRAPHS = 2;
    private static final int MODEL_DESCRIPTION = 3;
    private static final int MODEL_BUFFERS = 4;
    private static final int MODEL_METADATA = 6;
    private static final int MODEL_SIGNATURES = 7;
    private static final int CODE_DEPRECATED_BUILTIN = 0;
    private static final int CODE_CUSTOM_NAME = 1;
    private static final int CODE_BUILTIN = 3;
    private static final int CUSTOM = 32;
    private static final int GRAPH_TENSORS = 0;
    private static final int GRAPH_INPUTS = 1;
    private static final int GRAPH_OUTPUTS = 2;
    private static final int GRAPH_OPERATORS = 3;
    private static final int GRAPH_NAME = 4;
    private static final int OPERATOR_INPUTS = 1;
    private static final int OPERATOR_OUTPUTS = 2;
    private static final int METADATA_NAME = 0;
    private static final int METADATA_BUFFER = 1;
    private static final int TENSOR_SHAPE = 0;
    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_BUFFER = 2;
    private static final int TENSOR_NAME = 3;
    private static final int TENSOR_SHAPE_SIGNATURE = 7;
    private static final int SIGNATURE_INPUTS = 0;
    private static final int SIGNATURE_OUTPUTS = 1;
    private static final int SIGNATURE_KEY = 2;
    private static final int SIGNATURE_GRAPH = 4;

    private final FlatBuffer file;
    private final long model;
    private final long[] codes;
    private final long[] graphs;

    private ModelContentsReader(FlatBuffer file) {
        this.file = file;
        this.model = file.root();
        this.codes = file.tables(model, MODEL_OPERATOR_CODES);
        this.graphs = file.tables(model, MODEL_SUBGRAPHS);
    }

    static ModelContents read(MemorySegment bytes) {
        return new ModelContentsReader(new FlatBuffer(bytes)).contents();
    }

    /// What tools have put beside the graph under a name; empty when there is nothing.
    static Optional<MemorySegment> metadata(MemorySegment bytes, String name) {
        return new ModelContentsReader(new FlatBuffer(bytes)).metadata(name);
    }

    private Optional<MemorySegment> metadata(String name) {
        long[] buffers = file.tables(model, MODEL_BUFFERS);
        return Arrays.stream(file.tables(model, MODEL_METADATA))
                .filter(entry -> file.string(entry, METADATA_NAME).equals(name))
                .map(entry -> file.int32(entry, METADATA_BUFFER))
                .filter(buffer -> buffer >= 0 && buffer < buffers.length)
                .mapToObj(buffer -> content(buffers[(int) buffer]))
                .findFirst();
    }

    private MemorySegment content(long buffer) {
        long size = ModelWeightsReader.contentBytes(file, buffer);
        if (size == 0) {
            return file.bytes().asSlice(0, 0);
        }
        boolean behind = file.int64(buffer, 1) > 1;
        return file.bytes().asSlice(behind ? file.int64(buffer, 1) : file.firstElement(buffer, 0), size);
    }

    private ModelContents contents() {
        return new ModelContents(
                file.string(model, MODEL_DESCRIPTION),
                file.bytes().byteSize(),
                Arrays.stream(graphs).mapToObj(this::graph).toList(),
                Arrays.stream(file.tables(model, MODEL_SIGNATURES))
                        .mapToObj(this::signature)
                        .toList(),
                weightBytes(),
                weights(),
                Arrays.stream(file.tables(model, MODEL_METADATA))
                        .mapToObj(entry -> file.string(entry, METADATA_NAME))
                        .toList());
    }

    private ModelContents.Graph graph(long graph) {
        SortedMap<String, Integer> operators = new TreeMap<>();
        Set<String> custom = new HashSet<>();
        for (long operator : file.tables(graph, GRAPH_OPERATORS)) {
            operators.merge(operatorName(operator), 1, Integer::sum);
            if (builtinCode(code(operator)) == CUSTOM) {
                custom.add(operatorName(operator));
            }
        }
        return new ModelContents.Graph(
                file.string(graph, GRAPH_NAME),
                entries(graph, GRAPH_INPUTS),
                entries(graph, GRAPH_OUTPUTS),
                operators,
                custom);
    }

    private long code(long operator) {
        return codes[file.int32(operator, 0)];
    }

    private String operatorName(long operator) {
        long code = code(operator);
        int builtin = builtinCode(code);
        return builtin == CUSTOM ? file.string(code, CODE_CUSTOM_NAME) : BuiltinOperator.name(builtin);
    }

    private int builtinCode(long code) {
        return Math.max((byte) file.unsignedByte(code, CODE_DEPRECATED_BUILTIN), file.int32(code, CODE_BUILTIN));
    }

    private TensorUses uses(long graph) {
        List<TensorUses.Node> nodes = new ArrayList<>();
        for (long operator : file.tables(graph, GRAPH_OPERATORS)) {
            nodes.add(new TensorUses.Node(
                    operatorName(operator),
                    list(file.int32s(operator, OPERATOR_INPUTS)),
                    list(file.int32s(operator, OPERATOR_OUTPUTS))));
        }
        return new TensorUses(
                nodes,
                Arrays.stream(file.tables(graph, GRAPH_TENSORS))
                        .mapToObj(tensor -> list(file.int32s(tensor, TENSOR_SHAPE)))
                        .toList());
    }

    private static List<Integer> list(int... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    private List<ModelContents.Entry> entries(long graph, int field) {
        long[] all = file.tables(graph, GRAPH_TENSORS);
        TensorUses uses = uses(graph);
        List<ModelContents.Entry> entries = new ArrayList<>();
        for (int number : file.int32s(graph, field)) {
            entries.add(entry(all[number], number, uses));
        }
        return entries;
    }

    private ModelContents.Entry entry(long tensor, int number, TensorUses uses) {
        int[] signature = file.int32s(tensor, TENSOR_SHAPE_SIGNATURE);
        int[] shape = signature.length > 0 ? signature : file.int32s(tensor, TENSOR_SHAPE);
        return new ModelContents.Entry(
                number,
                file.string(tensor, TENSOR_NAME),
                TensorType.ofSchema(file.unsignedByte(tensor, TENSOR_TYPE)),
                list(shape),
                uses.rows(number),
                uses.source(number));
    }

    private ModelContents.Signature signature(long signature) {
        int graph = file.int32(signature, SIGNATURE_GRAPH);
        return new ModelContents.Signature(
                file.string(signature, SIGNATURE_KEY),
                graph,
                named(graphs[graph], file.tables(signature, SIGNATURE_INPUTS)),
                named(graphs[graph], file.tables(signature, SIGNATURE_OUTPUTS)));
    }

    private Map<String, ModelContents.Entry> named(long graph, long[] maps) {
        long[] tensors = file.tables(graph, GRAPH_TENSORS);
        TensorUses uses = uses(graph);
        Map<String, ModelContents.Entry> entries = new LinkedHashMap<>();
        for (long map : maps) {
            int number = file.int32(map, 1);
            entries.put(file.string(map, 0), entry(tensors[number], number, uses));
        }
        return entries;
    }

    private SortedMap<String, Long> weightBytes() {
        long[] buffers = file.tables(model, MODEL_BUFFERS);
        Set<Integer> counted = new HashSet<>();
        SortedMap<String, Long> bytes = new TreeMap<>();
        for (long graph : graphs) {
            for (long tensor : file.tables(graph, GRAPH_TENSORS)) {
                int buffer = file.int32(tensor, TENSOR_BUFFER);
                long size = ModelWeightsReader.contentBytes(file, buffers[buffer]);
                if (size > 0 && counted.add(buffer)) {
                    TensorType type = TensorType.ofSchema(file.unsignedByte(tensor, TENSOR_TYPE));
                    bytes.merge(type.name(), size, Long::sum);
                }
            }
        }
        return bytes;
    }

    private List<ModelContents.Weights> weights() {
        ModelWeightsReader weights = new ModelWeightsReader(file);
        for (int i = 0; i < graphs.length; i++) {
            weights.add(graphs[i], this::operatorName, outputNames(i));
        }
        return weights.weights();
    }

    /// By tensor: the names of a signature, else the graph's own.
    private Map<Integer, String> outputNames(int graph) {
        long[] tensors = file.tables(graphs[graph], GRAPH_TENSORS);
        Map<Integer, String> names = new LinkedHashMap<>();
        for (int output : file.int32s(graphs[graph], GRAPH_OUTPUTS)) {
            names.put(output, file.string(tensors[output], TENSOR_NAME));
        }
        for (long signature : file.tables(model, MODEL_SIGNATURES)) {
            if (file.int32(signature, SIGNATURE_GRAPH) == graph) {
                for (long map : file.tables(signature, SIGNATURE_OUTPUTS)) {
                    names.put(file.int32(map, 1), file.string(map, 0));
                }
            }
        }
        return names;
    }
}
