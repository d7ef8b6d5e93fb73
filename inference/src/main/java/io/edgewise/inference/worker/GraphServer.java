// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.graph.TensorNumbers;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorType;
import io.edgewise.inference.worker.GraphState.NamedTensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The worker's side of one graph: answers requests until the connection ends. Confined to the thread that runs it,
/// which is the one that its interpreters belong to.
final class GraphServer implements AutoCloseable {
    /// With fixed shapes each one has its interpreter; more than this many are a caller that doesn't use buckets.
    private static final int MAX_INTERPRETERS = 16;

    private final Wire wire;
    private final WorkerModels models;
    /// The oldest first; without fixed shapes there is one.
    private final Map<Map<String, Shape>, Graph> graphs = new LinkedHashMap<>();

    private Optional<WorkerModels.Lease> model = Optional.empty();
    private Optional<GraphRequest> request = Optional.empty();
    private Optional<Graph> current = Optional.empty();
    private Optional<SharedMemory> memory = Optional.empty();
    private Optional<GraphState> state = Optional.empty();

    GraphServer(ByteChannel channel, WorkerModels models) {
        this.wire = new Wire(channel);
        this.models = models;
    }

    /// Returns when the connection has ended.
    void serve() throws IOException {
        try {
            while (true) {
                Operation operation = Operation.of(wire.in().readByte());
                try {
                    answer(operation);
                } catch (RuntimeException | StackOverflowError e) {
                    fail(e);
                }
                wire.out().flush();
            }
        } catch (EOFException e) {
            // The other side needs the graph no more.
        }
    }

    private void answer(Operation operation) throws IOException {
        switch (operation) {
            case OPEN -> open(wire.request());
            case RESIZE -> resize(wire.shapes());
            case MEMORY -> map(Path.of(wire.text()), wire.in().readInt());
            case RUN -> run();
        }
    }

    private void fail(Throwable failure) throws IOException {
        FailureKind kind = FailureKind.of(failure);
        wire.out().writeByte(kind.code());
        wire.text(kind == FailureKind.DEFECT ? String.valueOf(failure) : String.valueOf(failure.getMessage()));
    }

    private void open(GraphRequest wanted) throws IOException {
        model = Optional.of(models.lease(wanted));
        request = Optional.of(wanted);
        Graph graph = build();
        graphs.put(Map.of(), graph);
        done(use(graph));
    }

    private Graph build() {
        return model.orElseThrow().graph(request.orElseThrow());
    }

    private GraphState use(Graph graph) {
        GraphState now = GraphState.of(graph);
        current = Optional.of(graph);
        state = Optional.of(now);
        return now;
    }

    private void done(GraphState now) throws IOException {
        wire.out().writeByte(FailureKind.DONE);
        wire.graph(now);
    }

    private void resize(Map<String, Shape> shapes) throws IOException {
        done(use(request.orElseThrow().fixedShapes() ? ofShapes(shapes) : resized(shapes)));
    }

    private Graph resized(Map<String, Shape> shapes) {
        Graph graph = current.orElseThrow();
        graph.resize(shapes);
        return graph;
    }

    private Graph ofShapes(Map<String, Shape> shapes) {
        return Optional.ofNullable(graphs.get(shapes)).orElseGet(() -> shaped(shapes));
    }

    /// The interpreter that was built to see the graph takes the first shape, and each later shape gets one more.
    private Graph shaped(Map<String, Shape> shapes) {
        Graph graph = Optional.ofNullable(graphs.remove(Map.of())).orElseGet(this::build);
        try {
            graph.resize(shapes);
        } catch (RuntimeException | Error e) {
            graph.close();
            throw e;
        }
        if (graphs.size() == MAX_INTERPRETERS) {
            Map.Entry<Map<String, Shape>, Graph> oldest =
                    graphs.entrySet().iterator().next();
            oldest.getValue().close();
            graphs.remove(oldest.getKey());
        }
        graphs.put(shapes, graph);
        return graph;
    }

    private void map(Path file, int bytes) throws IOException {
        try {
            memory = Optional.of(SharedMemory.open(file, bytes));
        } catch (IOException e) {
            throw new InferenceException("the worker can't map " + file + ": " + e.getMessage(), e);
        }
        wire.out().writeByte(FailureKind.DONE);
    }

    private void run() throws IOException {
        Graph graph = current.orElseThrow();
        SharedMemory shared = memory.orElseThrow();
        GraphState now = state.orElseThrow();
        for (int i = 0; i < now.inputs().size(); i++) {
            fill(graph, now.inputs().get(i), shared, now.inputOffset(i));
        }
        graph.invoke();
        for (int i = 0; i < now.outputs().size(); i++) {
            NamedTensor output = now.outputs().get(i);
            if (TensorNumbers.givesReals(output.spec())) {
                copy(graph.floats(output.name()), output, shared, now.outputOffset(i));
            }
        }
        wire.out().writeByte(FailureKind.DONE);
    }

    private static void fill(Graph graph, NamedTensor input, SharedMemory shared, int offset) {
        if (input.spec().type() == TensorType.FLOAT32) {
            graph.putFloats(input.name(), shared.floats(offset, input.elements()));
        } else {
            graph.putInts(input.name(), shared.ints(offset, input.elements()));
        }
    }

    private static void copy(float[] values, NamedTensor output, SharedMemory shared, int offset) {
        if (values.length != output.elements()) {
            throw new InferenceException("output \"" + output.name() + "\" has " + values.length
                    + " elements after the run, and had " + output.elements() + " before: an output whose size depends"
                    + " on what is in the inputs can't be run in a worker");
        }
        shared.putFloats(offset, values);
    }

    @Override
    public void close() {
        graphs.values().forEach(Graph::close);
        model.ifPresent(WorkerModels.Lease::close);
    }
}
