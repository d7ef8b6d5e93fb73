// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.edgewise.inference.InferenceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs one signature of a model: resize inputs, allocate, fill the inputs, invoke, read the outputs.
///
/// Tensors are addressed by name; the C API lists names in alphabetical, not in graph order. Every tensor view
/// is valid until the next [#allocateTensors]; a later use throws `IllegalStateException` instead of reading
/// freed memory. Confined to the interpreter's thread, and owned by the interpreter.
public final class SignatureRunner {
    private final TfLiteC c;
    private final Interpreter interpreter;
    private final String key;
    private final MemorySegment pointer;
    private final Arena names = Arena.ofConfined();
    private final Map<String, MemorySegment> cNames = new HashMap<>();
    /// For resizing: what the model fixes never changes.
    private final Map<String, TensorSpec> specs = new HashMap<>();
    private final TensorViews views;
    /// Asked once: what the model fixes never changes.
    private @Nullable List<String> stringInputs;

    SignatureRunner(TfLiteC c, Interpreter interpreter, String key, MemorySegment pointer) {
        this.c = c;
        this.interpreter = interpreter;
        this.key = key;
        this.pointer = pointer;
        this.views = new TensorViews("signature " + key);
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

    /// Gives an input new dimensions; only those that the signature leaves open may change. [#allocateTensors]
    /// must follow.
    ///
    /// @throws IllegalArgumentException when the signature has no such input
    public SignatureRunner resizeInput(String name, Shape shape) {
        interpreter.requireUsable();
        String misfit = specs.computeIfAbsent(name, this::inputSpec).misfit(shape);
        if (!misfit.isEmpty()) {
            throw new InferenceException("input \"" + name + "\" can't become " + shape + ": " + misfit);
        }
        views.outdated();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment dimensions = arena.allocateFrom(JAVA_INT, shape.array());
            int status = c.resizeInputTensor(pointer, cName(name), dimensions, shape.rank());
            Status.check(status, "resizing input \"" + name + "\" to " + shape, interpreter.reporter());
        }
        return this;
    }

    /// Allocates the tensors for the present input shapes. Every view handed out before becomes invalid, and inputs
    /// of strings are empty strings.
    public void allocateTensors() {
        interpreter.requireUsable();
        views.allocate(
                () -> Status.check(c.allocateTensors(pointer), "allocating tensors of " + key, interpreter.reporter()));
        if (stringInputs == null) {
            stringInputs = inputNames().stream()
                    .filter(name -> inputSpec(name).type() == TensorType.STRING)
                    .toList();
        }
        stringInputs.forEach(name -> input(name).putEmptyStrings());
    }

    /// Runs the graph. The thread can't be interrupted meanwhile: bound the time by the length of the input,
    /// or cancel the interpreter from another thread.
    ///
    /// @throws io.edgewise.inference.InferenceCancelledException after [Interpreter#cancel]
    public void invoke() {
        interpreter.requireUsable();
        views.requireAllocated();
        interpreter.requireNotCancelled();
        Status.check(c.invoke(pointer), "running signature " + key, interpreter.reporter());
    }

    /// A view of an input.
    ///
    /// @throws IllegalArgumentException when the signature has no such input
    public Tensor input(String name) {
        interpreter.requireUsable();
        return views.view("input " + name, epoch -> view("input", name, inputTensor(name), epoch));
    }

    /// A view of an output; its shape and content are valid after [#invoke].
    ///
    /// @throws IllegalArgumentException when the signature has no such output
    public Tensor output(String name) {
        interpreter.requireUsable();
        return views.view("output " + name, epoch -> view("output", name, outputTensor(name), epoch));
    }

    private Tensor view(String kind, String name, MemorySegment tensor, Arena epoch) {
        return new Tensor(c, tensor, kind + " \"" + name + "\"", epoch);
    }

    /// What an input is; known before anything is allocated.
    ///
    /// @throws IllegalArgumentException when the signature has no such input
    public TensorSpec inputSpec(String name) {
        interpreter.requireUsable();
        return TensorSpec.of(c, inputTensor(name));
    }

    /// What an output is.
    ///
    /// @throws IllegalArgumentException when the signature has no such output
    public TensorSpec outputSpec(String name) {
        interpreter.requireUsable();
        return TensorSpec.of(c, outputTensor(name));
    }

    private MemorySegment inputTensor(String name) {
        return requireTensor("input", name, c.inputTensor(pointer, cName(name)));
    }

    private MemorySegment outputTensor(String name) {
        return requireTensor("output", name, c.outputTensor(pointer, cName(name)));
    }

    private MemorySegment requireTensor(String kind, String name, MemorySegment tensor) {
        if (tensor.address() == 0) {
            List<String> names = kind.equals("input") ? inputNames() : outputNames();
            throw new IllegalArgumentException(
                    "signature " + key + " has no " + kind + " \"" + name + "\" (have: " + names + ")");
        }
        return tensor;
    }

    private MemorySegment cName(String name) {
        return cNames.computeIfAbsent(name, names::allocateFrom);
    }

    void free() {
        views.free();
        c.runnerDelete(pointer);
        names.close();
    }
}
