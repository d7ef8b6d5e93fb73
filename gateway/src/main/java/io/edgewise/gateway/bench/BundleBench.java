// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import com.sun.management.ThreadMXBean;
import io.edgewise.gateway.board.Board;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.GoldenCheck;
import io.edgewise.inference.encoder.Lengths;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.Profile;
import io.edgewise.inference.tflite.Profiler;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Measures what a bundle costs on this board. Confined to the thread that opened it. Owns the native model.
public final class BundleBench implements AutoCloseable {
    /// How many kinds of measurement go in rounds.
    public static final int KINDS = 3;

    /// A short text: for threads, allocations and the profile.
    private static final int TOKENS = 32;

    private static final int PASSES = 100;
    private static final long WARM_UP_NANOS = 500_000_000;

    private final Bundle bundle;
    private final Model model;
    private final BenchTexts texts;
    private final Set<String> outputs;

    private BundleBench(Bundle bundle, Model model) {
        this.bundle = bundle;
        this.model = model;
        this.texts = new BenchTexts(bundle);
        this.outputs = GoldenCheck.outputs(bundle);
    }

    /// Opens a bundle, to measure it once.
    ///
    /// @throws io.edgewise.inference.InferenceException when the bundle can't be used here
    public static BundleBench open(Path directory) {
        Bundle bundle = Bundle.open(directory);
        TensorFlowLite lite;
        try {
            lite = TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv())));
        } catch (RuntimeException e) {
            bundle.modelFile().close();
            throw e;
        }
        // Checking its digest brought all of the file into memory: what an interpreter needs of it is to be seen.
        bundle.modelFile().unload();
        return new BundleBench(bundle, lite.model(bundle.modelFile()));
    }

    /// Measures everything; takes a few seconds on a fast machine, a minute on a small board.
    ///
    /// @throws io.edgewise.inference.InferenceException when the golden tests fail on this board
    public BenchReport run(Rounds rounds) {
        Window text = texts.ofLength(TOKENS);
        // First: later on, what was freed would be used again.
        BuildCost build = BuildCost.measure(() -> encoder(1), text, outputs);
        try (Encoder encoder = encoder(1)) {
            GoldenCheck.run(bundle, encoder);
            warmUp(encoder, text);
            List<Window> shortTexts = texts.shortTexts();
            int packTokens = bundle.descriptor().model().packTokens();
            return new BenchReport(
                    bundle.descriptor().id(),
                    Board.ofThisMachine().name(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    rounds.count(),
                    LengthTimes.measure(encoder, texts, outputs, rounds),
                    PackingTimes.measure(encoder, shortTexts, packTokens, outputs, rounds),
                    packTokens,
                    new BenchReport.ShortTexts(
                            shortTexts.size(),
                            shortTexts.stream()
                                    .mapToInt(Window::tokens)
                                    .average()
                                    .orElse(0)),
                    ParallelTimes.measure(this::encoder, text, outputs, rounds),
                    text.tokens(),
                    allocatedBytes(encoder, text),
                    build,
                    PASSES,
                    profile(text));
        }
    }

    private Encoder encoder(int threads) {
        InterpreterOptions options = new InterpreterOptions(List.of(new Delegate.XnnPack(threads)), 1, false);
        return Encoder.open(bundle.descriptor(), model, options);
    }

    private void warmUp(Encoder encoder, Window text) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WARM_UP_NANOS) {
            encoder.run(List.of(text), outputs);
        }
    }

    private long allocatedBytes(Encoder encoder, Window text) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run(encoder, text);
        return (threads.getCurrentThreadAllocatedBytes() - before) / PASSES;
    }

    private Profile profile(Window text) {
        Profiler profiler = new Profiler();
        Graph graph = Graph.over(
                model.interpreter(InterpreterOptions.cpu(), profiler),
                bundle.descriptor().model().signature());
        try (Encoder encoder = Encoder.over(bundle.descriptor(), graph, Lengths.ANY)) {
            run(encoder, text);
            profiler.reset();
            run(encoder, text);
            return profiler.profile();
        }
    }

    private void run(Encoder encoder, Window text) {
        for (int pass = 0; pass < PASSES; pass++) {
            encoder.run(List.of(text), outputs);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
