// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static org.awaitility.Awaitility.await;

import io.edgewise.inference.Sha256;
import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.testkit.ManualClock;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A host, a model and the test delegate, for tests of what becomes of workers.
abstract class HostedWorkers {
    static final Duration SOON = Duration.ofSeconds(30);
    static final WorkerOptions OPTIONS = options(Duration.ofSeconds(30), Duration.ofMinutes(10));

    static WorkerOptions options(Duration start, Duration idle) {
        return new WorkerOptions("vendor", List.of(), start, Duration.ofSeconds(10), Duration.ofSeconds(2), idle);
    }

    @TempDir
    Path folder;

    final ManualClock clock = new ManualClock();
    final DelegateHost host = new DelegateHost(OPTIONS, clock);
    Path model;

    @BeforeAll
    static void needsCompiler() {
        TestDelegates.needCompiler();
    }

    @BeforeEach
    void write() {
        model = TinyFile.MODERATION_INT8.writeTo(folder);
    }

    @AfterEach
    void end() {
        host.close();
    }

    GraphRequest request(Delegate delegate) {
        return request(model, delegate);
    }

    static GraphRequest request(Path file, Delegate delegate) {
        return new GraphRequest(
                TestLibrary.lite().file().path(),
                file,
                Sha256.of(file),
                Optional.of("packed"),
                List.of(delegate, new Delegate.XnnPack(1)),
                false,
                false);
    }

    Graph open(String... options) {
        return host.open(request(TestDelegates.c(options)));
    }

    static float[] run(Graph graph) {
        graph.resize(shapes(3));
        graph.putInts("ids", new int[] {2, 93, 3});
        graph.putInts("positions", new int[] {0, 1, 2});
        graph.putFloats("segments", new float[3]);
        graph.putFloats("pool", new float[] {1f / 3, 1f / 3, 1f / 3});
        graph.invoke();
        return graph.floats("moderation");
    }

    static Map<String, Shape> shapes(int tokens) {
        Shape row = Shape.of(1, tokens);
        return Map.of("ids", row, "positions", row, "segments", row, "pool", Shape.of(1, 1, tokens));
    }

    float[] rightAnswer() {
        try (Graph graph = open("dynamic", "1")) {
            return run(graph);
        }
    }

    static ProcessHandle helper(Path file) {
        String pid = await().atMost(SOON)
                .until(() -> Files.exists(file) ? Files.readString(file) : "", text -> !text.isEmpty());
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
