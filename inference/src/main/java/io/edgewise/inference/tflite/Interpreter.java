// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.DelegateException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs a model with its delegates. Confined to the thread that built it: a TFLite interpreter has no lock.
///
/// Owns its signature runners, delegates and error reporter; closing closes all of them in the order the C API needs.
public final class Interpreter implements AutoCloseable {
    private final TfLiteC c;
    private final Model model;
    private final Thread owner = Thread.currentThread();
    private final ErrorReporter reporter = new ErrorReporter();
    private final Map<String, SignatureRunner> runners = new HashMap<>();
    /// What must outlive the native interpreter; closed last in, first out.
    private final Deque<NativeResource> outlives = new ArrayDeque<>();
    private final PlanObserver before;
    private final PlanObserver after;
    private MemorySegment pointer = MemorySegment.NULL;

    private Interpreter(TfLiteC c, Model model) {
        this.c = c;
        this.model = model;
        this.before = new PlanObserver(c);
        this.after = new PlanObserver(c);
        outlives.push(reporter);
        outlives.push(before);
        outlives.push(after);
    }

    static Interpreter create(TfLiteC c, Model model, InterpreterOptions options) {
        Interpreter interpreter = new Interpreter(c, model);
        try {
            interpreter.build(options);
            interpreter.refuseSlowPlan(options);
            return interpreter;
        } catch (RuntimeException | Error e) {
            interpreter.closeNative();
            throw e;
        }
    }

    private void build(InterpreterOptions options) {
        MemorySegment nativeOptions = c.optionsCreate();
        try {
            c.optionsSetNumThreads(nativeOptions, options.threads());
            c.optionsSetErrorReporter(nativeOptions, reporter.stub());
            c.optionsAddDelegate(nativeOptions, before.delegate());
            for (Delegate delegate : options.delegates()) {
                NativeDelegate created = NativeDelegate.create(c, delegate);
                outlives.push(created);
                c.optionsAddDelegate(nativeOptions, created.pointer());
            }
            c.optionsAddDelegate(nativeOptions, after.delegate());
            pointer = c.interpreterCreate(model.pointer(), nativeOptions);
        } finally {
            c.optionsDelete(nativeOptions);
        }
        if (pointer.address() == 0) {
            throw new DelegateException("no interpreter for " + model.file().path() + " with "
                    + options.delegates().stream().map(Delegate::label).toList() + ": " + reporter.drain());
        }
    }

    /// int8 matrices on TFLite's own kernels are 20 to 46 times slower on x86-64 and end the process on arm64
    /// processors with dot product, for 2 to 16 tokens.
    private void refuseSlowPlan(InterpreterOptions options) {
        int leftOver = after.plan().int8FullyConnected();
        if (leftOver == 0 || mayRunSlowly(options.allowSlow(), Machine.current())) {
            return;
        }
        throw new DelegateException("model " + model.file().path() + ": " + leftOver
                + " int8 FULLY_CONNECTED nodes are left outside every delegate ("
                + options.delegates().stream().map(Delegate::label).toList()
                + "). TensorFlow Lite's own kernel for them is 20 to 46 times slower on x86-64 and crashes on arm64: add"
                + " xnnpack to the delegates, or convert the weights to per-channel int8; allow-slow lifts this on x86-64"
                + " only");
    }

    static boolean mayRunSlowly(boolean allowSlow, Machine machine) {
        return allowSlow && machine == Machine.X86_64;
    }

    /// The nodes as the model has them, and as they run after the delegates took theirs.
    public PlanReport plan() {
        return new PlanReport(before.plan(), after.plan(), after.observations());
    }

    /// The keys of the model's signatures, in the file's order; empty for models without any.
    public List<String> signatureKeys() {
        requireUsable();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < c.signatureCount(pointer); i++) {
            keys.add(c.signatureKey(pointer, i));
        }
        return keys;
    }

    /// The runner of a signature; the same object at each call.
    ///
    /// @throws IllegalArgumentException when the model has no such signature
    public SignatureRunner signatureRunner(String key) {
        requireUsable();
        return runners.computeIfAbsent(key, this::createRunner);
    }

    private SignatureRunner createRunner(String key) {
        MemorySegment runner;
        try (Arena arena = Arena.ofConfined()) {
            runner = c.signatureRunner(pointer, arena.allocateFrom(key));
        }
        if (runner.address() == 0) {
            throw new IllegalArgumentException("model " + model.file().path() + " has no signature \"" + key
                    + "\" (have: " + signatureKeys() + ")");
        }
        return new SignatureRunner(c, this, key, runner);
    }

    ErrorReporter reporter() {
        return reporter;
    }

    /// Closed means that the native side is gone: a call into it would end the process.
    void requireUsable() {
        assert isOwner();
        if (pointer.address() == 0) {
            throw new IllegalStateException(
                    "the interpreter of model " + model.file().path() + " is closed");
        }
    }

    private boolean isOwner() {
        return owner.equals(Thread.currentThread());
    }

    /// Frees the native objects. Idempotent. Must be called by the owning thread.
    @Override
    public void close() {
        assert isOwner();
        if (pointer.address() == 0) {
            return;
        }
        closeNative();
        model.released();
    }

    private void closeNative() {
        runners.values().forEach(SignatureRunner::free);
        runners.clear();
        if (pointer.address() != 0) {
            c.interpreterDelete(pointer);
            pointer = MemorySegment.NULL;
        }
        while (!outlives.isEmpty()) {
            outlives.pop().close();
        }
    }
}
