// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.UnsupportedModelException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A model that interpreters run. Several interpreters, on several threads, share one model and its mapped
/// weights.
///
/// Owns its [ModelFile]. Close it after its interpreters: it refuses to close while one lives, because the
/// interpreter would read unmapped memory. Thread-safe: read-only, with an atomic count of interpreters.
public final class Model implements AutoCloseable {
    private static final int CLOSED = -1;

    private final TfLiteC c;
    private final ModelFile file;
    private final ErrorReporter reporter;
    private final MemorySegment pointer;
    private final AtomicInteger interpreters = new AtomicInteger();

    private Model(TfLiteC c, ModelFile file, ErrorReporter reporter, MemorySegment pointer) {
        this.c = c;
        this.file = file;
        this.reporter = reporter;
        this.pointer = pointer;
    }

    static Model create(TfLiteC c, ModelFile file) {
        file.verify();
        file.give();
        ErrorReporter reporter = new ErrorReporter();
        MemorySegment pointer = c.modelCreate(file.bytes(), reporter.stub());
        if (pointer.address() == 0) {
            String reason = reporter.drain();
            reporter.close();
            file.unmap();
            throw new UnsupportedModelException("model file " + file.name() + " was refused: " + reason);
        }
        return new Model(c, file, reporter, pointer);
    }

    /// Builds an interpreter for the calling thread.
    ///
    /// @throws io.edgewise.inference.DelegateException when a delegate refuses the graph, or leaves int8
    /// matrices out
    /// @throws UnsupportedModelException when the library lacks an operator
    public Interpreter interpreter(InterpreterOptions options) {
        return interpreter(options, null);
    }

    /// Builds an interpreter for the calling thread whose passes a profiler measures: to find out where the time
    /// goes, not for use at work.
    ///
    /// @throws io.edgewise.inference.InferenceException when the library is none that a profiler works with
    public Interpreter interpreter(InterpreterOptions options, @Nullable Profiler profiler) {
        interpreters.updateAndGet(n -> {
            if (n == CLOSED) {
                throw new IllegalStateException("model " + file.name() + " is closed");
            }
            return n + 1;
        });
        try {
            return Interpreter.create(c, this, options, profiler);
        } catch (RuntimeException | Error e) {
            released();
            throw e;
        }
    }

    /// The file it was made of.
    public ModelFile file() {
        return file;
    }

    MemorySegment pointer() {
        return pointer;
    }

    void released() {
        interpreters.decrementAndGet();
    }

    /// @throws IllegalStateException while an interpreter of this model is open
    @Override
    public void close() {
        if (interpreters.get() == CLOSED) {
            return;
        }
        if (!interpreters.compareAndSet(0, CLOSED)) {
            throw new IllegalStateException(
                    "model " + file.name() + " has " + interpreters.get() + " open interpreters: close them first");
        }
        c.modelDelete(pointer);
        file.unmap();
        reporter.close();
    }
}
