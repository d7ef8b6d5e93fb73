// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs one signature of a model: resize inputs, allocate, fill the inputs, invoke, read the outputs.
///
/// Tensors are addressed by name; the C API lists names in alphabetical, not in graph order. Every tensor view is
/// valid until the next [#allocateTensors]; a later use throws `IllegalStateException` instead of reading freed
/// memory. Confined to the interpreter's thread, and owned by the interpreter.
public final class SignatureRunner {
    private final TfLiteC c;
    private final Interpreter interpreter;
    private final String key;
    private final MemorySegment pointer;
    private final Arena names = Arena.ofConfined();
    private final Map<String, MemorySegment> cNames = new HashMap<>();
    private final Map<String, Tensor> views = new HashMap<>();
    private Arena epoch = Arena.ofConfined();
    private boolean allocated;

    SignatureRunner(TfLiteC c, Interpreter interpreter, String key, MemorySegment pointer) {
        this.c = c;
        this.interpreter = interpreter;
        this.key = key;
        this.pointer = pointer;
    }

    /// The signature's key.
    public String key() {
        return key;
    }

    /// Input names in alphabetical order.
    public List<String> inputNames() {
        interpreter.requireUsable();
        List<String> result = new ArrayList<>();
        for (int i = 0; i < c.inputCount(pointer); i++) {
            result.add(c.inputName(pointer, i));
        }
        return result;
    }

    /// Output names in alphabetical order.
    public List<String> outputNames() {
        interpreter.requireUsable();
        List<String> result = new ArrayList<>();
        for (int i = 0; i < c.outputCount(pointer); i++) {
            result.add(c.outputName(pointer, i));
        }
        return result;
    }

    /// Gives an input new dimensions; only those that the signature leaves open may change. [#allocateTensors] must
    /// follow.
    ///
    /// @throws IllegalArgumentException when the signature has no such input
    public SignatureRunner resizeInput(String name, Shape shape) {
        interpreter.requireUsable();
        requireTensor("input", name, c.inputTensor(pointer, cName(name)));
        allocated = false;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment dimensions = arena.allocateFrom(JAVA_INT, shape.array());
            int status = c.resizeInputTensor(pointer, cName(name), dimensions, shape.rank());
            Status.check(status, "resizing input \"" + name + "\" to " + shape, interpreter.reporter());
        }
        return this;
    }

    /// Allocates the tensors for the present input shapes. Every view handed out before becomes invalid.
    public void allocateTensors() {
        interpreter.requireUsable();
        allocated = false;
        epoch.close();
        views.clear();
        epoch = Arena.ofConfined();
        Status.check(c.allocateTensors(pointer), "allocating tensors of " + key, interpreter.reporter());
        allocated = true;
    }

    /// Runs the graph. The thread can't be interrupted meanwhile: bound the time by the length of the input.
    public void invoke() {
        interpreter.requireUsable();
        if (!allocated) {
            throw new IllegalStateException(
                    "signature " + key + ": allocateTensors was not called since the last resize");
        }
        Status.check(c.invoke(pointer), "running signature " + key, interpreter.reporter());
    }

    /// A view of an input.
    ///
    /// @throws IllegalArgumentException when the signature has no such input
    public Tensor input(String name) {
        return view("input", name);
    }

    /// A view of an output; its shape and content are valid after [#invoke].
    ///
    /// @throws IllegalArgumentException when the signature has no such output
    public Tensor output(String name) {
        return view("output", name);
    }

    private Tensor view(String kind, String name) {
        interpreter.requireUsable();
        if (!allocated) {
            throw new IllegalStateException(
                    "signature " + key + ": allocateTensors was not called since the last resize");
        }
        return views.computeIfAbsent(kind + " " + name, k -> create(kind, name));
    }

    private Tensor create(String kind, String name) {
        boolean input = kind.equals("input");
        MemorySegment tensor = input ? c.inputTensor(pointer, cName(name)) : c.outputTensor(pointer, cName(name));
        requireTensor(kind, name, tensor);
        return new Tensor(c, tensor, kind + " \"" + name + "\"", epoch);
    }

    private void requireTensor(String kind, String name, MemorySegment tensor) {
        if (tensor.address() == 0) {
            List<String> names = kind.equals("input") ? inputNames() : outputNames();
            throw new IllegalArgumentException(
                    "signature " + key + " has no " + kind + " \"" + name + "\" (have: " + names + ")");
        }
    }

    private MemorySegment cName(String name) {
        return cNames.computeIfAbsent(name, names::allocateFrom);
    }

    void free() {
        epoch.close();
        c.runnerDelete(pointer);
        names.close();
    }
}
