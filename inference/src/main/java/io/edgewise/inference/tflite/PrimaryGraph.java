// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.edgewise.inference.InferenceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A model's first graph, addressed by the positions of its inputs and outputs: the way to run models without
/// signatures. Confined to the interpreter's thread, and owned by the interpreter.
final class PrimaryGraph {
    /// `struct TfLiteCustomAllocation { void* data; size_t bytes; }`
    private static final MemoryLayout CUSTOM_ALLOCATION = MemoryLayout.structLayout(ADDRESS, JAVA_LONG);

    private final TfLiteC c;
    private final PrimaryGraphC graph;
    private final MemorySegment pointer;
    private final ErrorReporter reporter;
    private final TensorViews views;
    /// By tensor, so that a tensor that gets other memory lets go of the former.
    private final Map<Integer, TensorMemory> memories = new HashMap<>();

    /// Asked once: what the model fixes never changes.
    private int @Nullable [] stringInputs;

    PrimaryGraph(TfLiteC c, MemorySegment interpreter, ErrorReporter reporter) {
        this.c = c;
        this.graph = c.primaryGraph();
        this.pointer = interpreter;
        this.reporter = reporter;
        this.views = new TensorViews("the graph");
    }

    int inputCount() {
        return graph.inputCount(pointer);
    }

    int outputCount() {
        return graph.outputCount(pointer);
    }

    TensorSpec inputSpec(int index) {
        return TensorSpec.of(c, inputTensor(index));
    }

    TensorSpec outputSpec(int index) {
        return TensorSpec.of(c, outputTensor(index));
    }

    Tensor input(int index) {
        return views.view("input " + index, epoch -> view("input", index, inputTensor(index), epoch));
    }

    Tensor output(int index) {
        return views.view("output " + index, epoch -> view("output", index, outputTensor(index), epoch));
    }

    private Tensor view(String kind, int index, MemorySegment tensor, Arena epoch) {
        return new Tensor(c, tensor, label(kind, index, tensor), epoch);
    }

    private String label(String kind, int index, MemorySegment tensor) {
        return kind + " " + index + " \"" + c.tensors().name(tensor) + "\"";
    }

    void resizeInput(int index, Shape shape, boolean strict) {
        MemorySegment tensor = inputTensor(index);
        String label = label("input", index, tensor);
        String misfit = strict ? TensorSpec.of(c, tensor).misfit(shape) : "";
        if (!misfit.isEmpty()) {
            throw new InferenceException(label + " can't become " + shape + ": " + misfit);
        }
        views.outdated();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment dimensions = arena.allocateFrom(JAVA_INT, shape.array());
            int status = graph.resizeInputTensor(pointer, index, dimensions, shape.rank());
            Status.check(status, "resizing " + label + " to " + shape, reporter);
        }
    }

    void inputMemory(int index, TensorMemory memory) {
        String label = label("input", index, inputTensor(index));
        use(memory, graph.inputTensorIndex(pointer, index), label);
    }

    void outputMemory(int index, TensorMemory memory) {
        String label = label("output", index, outputTensor(index));
        use(memory, graph.outputTensorIndex(pointer, index), label);
    }

    private void use(TensorMemory memory, int tensor, String label) {
        memory.use();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment allocation = arena.allocate(CUSTOM_ALLOCATION);
            allocation.set(ADDRESS, 0, memory.bytes());
            allocation.set(JAVA_LONG, ADDRESS.byteSize(), memory.bytes().byteSize());
            views.outdated();
            int status = graph.setCustomAllocation(pointer, tensor, allocation);
            Status.check(status, "giving memory to " + label, reporter);
        } catch (RuntimeException | Error e) {
            memory.release();
            throw e;
        }
        TensorMemory former = memories.put(tensor, memory);
        if (former != null) {
            former.release();
        }
    }

    void allocateTensors() {
        views.allocate(
                () -> Status.check(graph.allocateTensors(pointer), "allocating the tensors of the graph", reporter));
        if (stringInputs == null) {
            stringInputs = IntStream.range(0, inputCount())
                    .filter(i -> inputSpec(i).type() == TensorType.STRING)
                    .toArray();
        }
        for (int input : stringInputs) {
            input(input).putEmptyStrings();
        }
    }

    void invoke() {
        views.requireAllocated();
        Status.check(graph.invoke(pointer), "running the graph", reporter);
    }

    private MemorySegment inputTensor(int index) {
        requireIndex("input", index, inputCount());
        return graph.inputTensor(pointer, index);
    }

    private MemorySegment outputTensor(int index) {
        requireIndex("output", index, outputCount());
        return graph.outputTensor(pointer, index);
    }

    private static void requireIndex(String kind, int index, int count) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("the graph has no " + kind + " " + index + " (it has " + count + ")");
        }
    }

    /// Ends the views; the memories are let go of when the native interpreter is gone.
    void endViews() {
        views.free();
    }

    void releaseMemories() {
        memories.values().forEach(TensorMemory::release);
        memories.clear();
    }
}
