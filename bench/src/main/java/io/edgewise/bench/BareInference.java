// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.tokenizer.Encoding;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// The floor: the same texts through the same interpreter on the calling thread, tokens ready, nothing around it.
final class BareInference implements AutoCloseable {
    private static final int WARM_UP = 500;

    private final Bundle bundle;
    private final Model model;
    private final Encoder encoder;
    private final Set<String> outputs;

    /// What a run gave. Immutable by convention.
    record Result(Histogram micros, double cpuMicrosPerText) {}

    BareInference(Path directory) {
        TensorFlowLite lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
        this.bundle = Bundle.open(directory);
        this.model = lite.model(bundle.modelFile());
        this.encoder = Encoder.open(bundle.descriptor(), model, InterpreterOptions.cpu());
        this.outputs = Set.of(bundle.descriptor().heads().getFirst().name());
    }

    /// Runs the texts one after the other.
    ///
    /// @param pauseNanos between two passes: a core that waits for the next message finds less of the model in its
    /// caches
    Result run(List<String> texts, int count, long pauseNanos) {
        List<Window> windows = texts.stream().map(this::window).toList();
        for (int i = 0; i < WARM_UP; i++) {
            encoder.run(List.of(windows.get(i % windows.size())), outputs);
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Histogram micros = new Histogram(3);
        long cpu = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            encoder.run(List.of(windows.get(i % windows.size())), outputs);
            micros.recordValue((System.nanoTime() - start) / 1_000);
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
        }
        return new Result(micros, (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / count);
    }

    private Window window(String text) {
        Encoding encoding = bundle.tokenizer().encode(text);
        return new Window(encoding, 0, encoding.size());
    }

    @Override
    public void close() {
        encoder.close();
        model.close();
    }
}
