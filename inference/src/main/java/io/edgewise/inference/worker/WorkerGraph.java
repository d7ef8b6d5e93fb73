// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.graph.TensorNames;
import io.edgewise.inference.graph.TensorNumbers;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorSpec;
import io.edgewise.inference.tflite.TensorType;
import io.edgewise.inference.worker.GraphState.NamedTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A graph whose interpreter is in a worker process. Used by one thread at a time.
///
/// When the worker ends, each method that needs it throws a [io.edgewise.inference.DelegateCrashedException], now
/// and ever after.
final class WorkerGraph implements Graph {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerGraph.class);
    private static final int LEAST_MEMORY_BYTES = 64 << 10;

    private final String name;
    private final WorkerProcess worker;
    private final WorkerConnection connection;
    private final Wire wire;
    /// Whether tensors go by their positions, too: those of a graph without signatures do.
    private final boolean positions;
    private final boolean fixedShapes;

    private GraphState state;
    private Optional<SharedMemory> memory = Optional.empty();
    private boolean resized;
    private boolean ran;

    private WorkerGraph(WorkerProcess worker, WorkerConnection connection, GraphRequest request) {
        this.name = request.signature().map(key -> "signature \"" + key + "\"").orElse("the graph") + " of model "
                + request.model() + " in the worker of \"" + worker.options().name() + "\"";
        this.positions = request.signature().isEmpty();
        this.fixedShapes = request.fixedShapes();
        this.worker = worker;
        this.connection = connection;
        this.wire = new Wire(connection.channel());
        this.state = call(
                Operation.OPEN,
                "building an interpreter",
                worker.options().open(),
                () -> wire.request(request),
                wire::graph);
        share();
    }

    static Graph open(WorkerProcess worker, GraphRequest request) {
        WorkerConnection connection = worker.connect(request.sha256());
        try {
            return new WorkerGraph(worker, connection, request);
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private interface Send {
        void send() throws IOException;
    }

    private <T> T call(Operation operation, String doing, Duration limit, Send send, Wire.Read<T> receive) {
        if (!worker.isAlive()) {
            throw worker.ended(connection, doing);
        }
        connection.begin(doing, limit);
        try {
            wire.out().writeByte(operation.code());
            send.send();
            wire.out().flush();
            int answer = wire.in().readByte();
            if (answer != FailureKind.DONE) {
                throw FailureKind.of(answer).exception(wire.text());
            }
            T result = receive.read();
            connection.done();
            return result;
        } catch (IOException e) {
            throw worker.ended(connection, doing);
        } catch (RuntimeException | Error e) {
            connection.done();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> inputNames() {
        return state.inputs().stream().map(NamedTensor::name).toList();
    }

    @Override
    public List<String> outputNames() {
        return state.outputs().stream().map(NamedTensor::name).toList();
    }

    @Override
    public TensorSpec inputSpec(String input) {
        return state.inputs().get(inputIndex(input)).spec();
    }

    @Override
    public TensorSpec outputSpec(String output) {
        return state.outputs().get(outputIndex(output)).spec();
    }

    @Override
    public void resize(Map<String, Shape> inputs) {
        // All of them, so that a graph with fixed shapes is the same for the same shapes.
        Map<String, Shape> shapes = new TreeMap<>();
        state.inputs().forEach(input -> shapes.put(input.name(), input.spec().shape()));
        inputs.forEach((input, shape) -> shapes.put(inputNames().get(inputIndex(input)), shape));
        resized = false;
        state = call(Operation.RESIZE, "resizing", resizeLimit(), () -> wire.shapes(shapes), wire::graph);
        share();
        resized = true;
    }

    /// A delegate that follows shapes does so before nearly every pass, and has as long as for one; what is built
    /// anew for a shape, or has its delegate applied anew, takes as long as building does.
    private Duration resizeLimit() {
        boolean follows = !fixedShapes && state.plan().applied() == 1;
        return ran && follows ? worker.options().run() : worker.options().open();
    }

    /// Makes the shared memory large enough for the tensors.
    private void share() {
        int needed = state.bytes();
        if (memory.isPresent() && memory.get().size() >= needed) {
            return;
        }
        int bytes = Math.max(LEAST_MEMORY_BYTES, Math.max(Integer.highestOneBit(needed) << 1, needed));
        Path file = worker.folder().nextMemory();
        try {
            SharedMemory shared = SharedMemory.create(file, bytes);
            call(
                    Operation.MEMORY,
                    "mapping shared memory",
                    worker.options().start(),
                    () -> {
                        wire.text(file.toString());
                        wire.out().writeInt(bytes);
                    },
                    () -> bytes);
            memory = Optional.of(shared);
        } catch (IOException e) {
            throw new DelegateException(
                    "no shared memory of " + bytes + " bytes for delegate \""
                            + worker.options().name() + "\" in " + file.getParent() + ": " + e.getMessage(),
                    e);
        } finally {
            delete(file);
        }
    }

    /// Both sides have it mapped, or nobody ever will.
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atDebug().log("left behind: {} ({})", file, e.toString());
        }
    }

    @Override
    public void putInts(String input, int[] values) {
        int index = inputIndex(input);
        NamedTensor tensor = state.inputs().get(index);
        require(TensorNumbers.takesIntegers(tensor.spec().type()), "takes no whole numbers", tensor);
        require(tensor, values.length);
        if (tensor.spec().type() == TensorType.FLOAT32) {
            memory().putFloats(state.inputOffset(index), TensorNumbers.floats(values));
        } else {
            memory().putInts(state.inputOffset(index), values);
        }
    }

    @Override
    public void putFloats(String input, float[] values) {
        int index = inputIndex(input);
        NamedTensor tensor = state.inputs().get(index);
        require(tensor.spec().type() == TensorType.FLOAT32, "takes no FLOAT32", tensor);
        require(tensor, values.length);
        memory().putFloats(state.inputOffset(index), values);
    }

    /// Where the tensors are.
    private SharedMemory memory() {
        if (!resized) {
            throw new IllegalStateException(name() + ": resize was not called, or failed");
        }
        return memory.orElseThrow();
    }

    @Override
    public void invoke() {
        memory();
        call(Operation.RUN, "running a pass", worker.options().run(), () -> {}, () -> FailureKind.DONE);
        ran = true;
    }

    @Override
    public float[] floats(String output) {
        int index = outputIndex(output);
        NamedTensor tensor = state.outputs().get(index);
        require(TensorNumbers.givesReals(tensor.spec()), "gives no real numbers", tensor);
        return memory().floats(state.outputOffset(index), tensor.elements());
    }

    private static void require(boolean suits, String misfit, NamedTensor tensor) {
        if (!suits) {
            throw new InferenceException(
                    "\"" + tensor.name() + "\" is " + tensor.spec().type() + ", it " + misfit);
        }
    }

    private static void require(NamedTensor tensor, int elements) {
        if (elements != tensor.elements()) {
            throw new IndexOutOfBoundsException("\"" + tensor.name() + "\" is "
                    + tensor.spec().shape() + " and has " + tensor.elements() + " elements, got " + elements);
        }
    }

    private int inputIndex(String input) {
        return names(inputNames()).require(name, "input", input);
    }

    private int outputIndex(String output) {
        return names(outputNames()).require(name, "output", output);
    }

    private TensorNames names(List<String> all) {
        return new TensorNames(all, positions);
    }

    @Override
    public PlanReport plan() {
        return state.plan();
    }

    @Override
    public void close() {
        connection.close();
    }
}
