// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceCancelledException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs a model with its delegates. Confined to the thread that built it: a TFLite interpreter has no lock.
///
/// Owns its signature runners, delegates and error reporter; closing closes all of them in the order the C API
/// needs.
public final class Interpreter implements AutoCloseable {
    private final TfLiteC c;
    private final Model model;
    private final Thread owner = Thread.currentThread();
    private final ErrorReporter reporter = new ErrorReporter();
    private final Map<String, SignatureRunner> runners = new HashMap<>();
    /// What must outlive the native interpreter; closed last in, first out.
    private final Deque<NativeResource> outlives = new ArrayDeque<>();
    /// One before the first delegate, and one after each.
    private final List<PlanObserver> observers = new ArrayList<>();
    private final List<String> delegates = new ArrayList<>();
    /// Held while somebody cancels, so that the native interpreter doesn't vanish meanwhile.
    private final Object cancelLock = new Object();
    private volatile boolean cancelled;
    /// Written under [#cancelLock].
    private MemorySegment pointer = MemorySegment.NULL;

    private @Nullable PrimaryGraph graph;
    /// Whether the graph was allocated, resized or given memory by position.
    private boolean byPosition;

    private Interpreter(TfLiteC c, Model model) {
        this.c = c;
        this.model = model;
        outlives.push(reporter);
    }

    static Interpreter create(TfLiteC c, Model model, InterpreterOptions options, @Nullable Profiler profiler) {
        Interpreter interpreter = new Interpreter(c, model);
        try {
            interpreter.build(options, profiler);
            interpreter.refuseSlowPlan(options);
            return interpreter;
        } catch (RuntimeException | Error e) {
            interpreter.closeNative();
            throw e;
        }
    }

    private void build(InterpreterOptions options, @Nullable Profiler profiler) {
        MemorySegment nativeOptions = c.optionsCreate();
        try {
            c.optionsSetNumThreads(nativeOptions, options.threads());
            c.optionsSetErrorReporter(nativeOptions, reporter.stub());
            Status.check(c.primaryGraph().optionsEnableCancellation(nativeOptions), "enabling cancellation", reporter);
            if (profiler != null) {
                ProfilerCallbacks callbacks = ProfilerCallbacks.of(profiler, c.version());
                outlives.push(callbacks);
                c.optionsSetTelemetryProfiler(nativeOptions, callbacks.pointer());
            }
            observe(nativeOptions);
            for (Delegate delegate : options.delegates()) {
                NativeDelegate created = NativeDelegate.create(c, delegate);
                outlives.push(created);
                c.optionsAddDelegate(nativeOptions, created.pointer());
                delegates.add(delegate.label());
                observe(nativeOptions);
            }
            pointer = c.interpreterCreate(model.pointer(), nativeOptions);
        } finally {
            c.optionsDelete(nativeOptions);
        }
        if (pointer.address() == 0) {
            throw new DelegateException("no interpreter for " + model.file().name() + " with "
                    + options.delegates().stream().map(Delegate::label).toList() + ": " + reporter.drain());
        }
    }

    private void observe(MemorySegment nativeOptions) {
        PlanObserver observer = new PlanObserver(c);
        observers.add(observer);
        outlives.push(observer);
        c.optionsAddDelegate(nativeOptions, observer.delegate());
    }

    /// int8 matrices on TFLite's own kernels are 20 to 46 times slower on x86-64 and end the process on arm64
    /// processors with dot product, for 2 to 16 tokens.
    private void refuseSlowPlan(InterpreterOptions options) {
        int leftOver = observers.getLast().plan().int8FullyConnected();
        if (leftOver == 0 || mayRunSlowly(options.allowSlow(), Machine.current())) {
            return;
        }
        throw new DelegateException("model " + model.file().name() + ": " + leftOver
                + " int8 FULLY_CONNECTED nodes are left outside every delegate ("
                + options.delegates().stream().map(Delegate::label).toList()
                + "). TensorFlow Lite's own kernel for them is 20 to 46 times slower on x86-64 and crashes on arm64: add"
                + " xnnpack to the delegates, or convert the weights to per-channel int8; allow-slow lifts this on x86-64"
                + " only");
    }

    static boolean mayRunSlowly(boolean allowSlow, Machine machine) {
        return allowSlow && machine == Machine.X86_64;
    }

    /// What to call its model in sentences.
    public String modelName() {
        return model.file().name();
    }

    /// The nodes as the model has them, and as they run after the delegates took theirs.
    public PlanReport plan() {
        return PlanReport.of(
                delegates,
                observers.stream().map(PlanObserver::plan).toList(),
                observers.getLast().observations());
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
        if (byPosition) {
            throw new IllegalStateException(
                    "model " + model.file().name() + " is run by position here: a signature runner"
                            + " would use the same memory; build another interpreter for it");
        }
        MemorySegment runner;
        try (Arena arena = Arena.ofConfined()) {
            runner = c.signatureRunner(pointer, arena.allocateFrom(key));
        }
        if (runner.address() == 0) {
            throw new IllegalArgumentException("model " + model.file().name() + " has no signature \"" + key
                    + "\" (have: " + signatureKeys() + ")");
        }
        return new SignatureRunner(c, this, key, runner);
    }

    /// How many inputs the model's primary graph has.
    public int inputCount() {
        return graph().inputCount();
    }

    /// How many outputs the model's primary graph has.
    public int outputCount() {
        return graph().outputCount();
    }

    /// What an input of the primary graph is; known before anything is allocated.
    ///
    /// @throws IllegalArgumentException when the graph has no such input
    public TensorSpec inputSpec(int index) {
        return graph().inputSpec(index);
    }

    /// What an output of the primary graph is.
    ///
    /// @throws IllegalArgumentException when the graph has no such output
    public TensorSpec outputSpec(int index) {
        return graph().outputSpec(index);
    }

    /// Changes the dimensions of an input of the primary graph that the model leaves open.
    ///
    /// @throws io.edgewise.inference.InferenceException when the model fixes a dimension that differs
    public Interpreter resizeInput(int index, Shape shape) {
        ownGraph().resizeInput(index, shape, true);
        return this;
    }

    /// Changes any dimension of an input of the primary graph, for old models that say nothing about what may
    /// change. Whether the operators can follow shows when the tensors are allocated.
    public Interpreter resizeInputFreely(int index, Shape shape) {
        ownGraph().resizeInput(index, shape, false);
        return this;
    }

    /// Puts an input of the primary graph into memory of the caller's, which must hold it at the next
    /// [#allocateTensors].
    ///
    /// @throws io.edgewise.inference.InferenceException when the tensor can't live there
    public Interpreter inputMemory(int index, TensorMemory memory) {
        ownGraph().inputMemory(index, memory);
        return this;
    }

    /// Puts an output of the primary graph into memory of the caller's (see [#inputMemory]).
    public Interpreter outputMemory(int index, TensorMemory memory) {
        ownGraph().outputMemory(index, memory);
        return this;
    }

    /// Allocates the tensors of the primary graph. Every view handed out before becomes invalid, and inputs of
    /// strings are empty strings.
    public void allocateTensors() {
        ownGraph().allocateTensors();
    }

    /// Runs the primary graph: what to do with models without signatures (see [SignatureRunner#invoke]).
    ///
    /// @throws io.edgewise.inference.InferenceCancelledException after [#cancel]
    public void invoke() {
        PrimaryGraph own = ownGraph();
        requireNotCancelled();
        own.invoke();
    }

    /// A view of an input of the primary graph, valid until the next [#allocateTensors].
    ///
    /// @throws IllegalArgumentException when the graph has no such input
    public Tensor input(int index) {
        return ownGraph().input(index);
    }

    /// A view of an output of the primary graph; its shape and content are valid after [#invoke].
    ///
    /// @throws IllegalArgumentException when the graph has no such output
    public Tensor output(int index) {
        return ownGraph().output(index);
    }

    private PrimaryGraph graph() {
        requireUsable();
        if (graph == null) {
            graph = new PrimaryGraph(c, pointer, reporter);
        }
        return graph;
    }

    /// For all that touches memory: a signature's tensors are the primary graph's under other names.
    private PrimaryGraph ownGraph() {
        PrimaryGraph own = graph();
        if (!runners.isEmpty()) {
            throw new IllegalStateException("model " + model.file().name() + " is run by its signatures "
                    + runners.keySet().stream().sorted().toList()
                    + " here: the graph's own inputs and outputs would use the same memory; build another interpreter"
                    + " for them");
        }
        byPosition = true;
        return own;
    }

    /// Stops the run in progress before its next node (what a delegate took is one node), and every later one
    /// until [#resume]: the caller has no more use for the answer. The one method that any thread may call.
    public void cancel() {
        synchronized (cancelLock) {
            cancelled = true;
            if (pointer.address() != 0) {
                Status.check(c.primaryGraph().cancel(pointer), "cancelling", reporter);
            }
        }
    }

    /// Lets the interpreter run again after [#cancel].
    public void resume() {
        requireUsable();
        // Behind a cancel that is under way, which would else end the run after this.
        synchronized (cancelLock) {
            cancelled = false;
        }
    }

    void requireNotCancelled() {
        if (cancelled) {
            throw new InferenceCancelledException(
                    "the interpreter of model " + model.file().name() + " was cancelled");
        }
    }

    ErrorReporter reporter() {
        return reporter;
    }

    /// Closed means that the native side is gone: a call into it would end the process.
    void requireUsable() {
        requireOwner();
        if (pointer.address() == 0) {
            throw new IllegalStateException(
                    "the interpreter of model " + model.file().name() + " is closed");
        }
    }

    private void requireOwner() {
        if (!owner.equals(Thread.currentThread())) {
            throw new WrongThreadException(
                    "the interpreter of model " + model.file().name() + " belongs to the thread \""
                            + owner.getName() + "\" that built it, and was called by \""
                            + Thread.currentThread().getName() + "\"");
        }
    }

    /// Frees the native objects. Idempotent. Must be called by the owning thread.
    @Override
    public void close() {
        requireOwner();
        if (pointer.address() == 0) {
            return;
        }
        closeNative();
        model.released();
    }

    private void closeNative() {
        runners.values().forEach(SignatureRunner::free);
        runners.clear();
        if (graph != null) {
            graph.endViews();
        }
        synchronized (cancelLock) {
            if (pointer.address() != 0) {
                c.interpreterDelete(pointer);
                pointer = MemorySegment.NULL;
            }
        }
        if (graph != null) {
            graph.releaseMemories();
        }
        while (!outlives.isEmpty()) {
            outlives.pop().close();
        }
    }
}
