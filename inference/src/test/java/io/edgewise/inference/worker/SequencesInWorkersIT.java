// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static io.edgewise.testkit.model.SequenceModel.BOOL;
import static io.edgewise.testkit.model.SequenceModel.FLOAT32;
import static io.edgewise.testkit.model.SequenceModel.INT32;
import static io.edgewise.testkit.model.SequenceModel.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.Sha256;
import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.testkit.model.SequenceModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Graphs that others converted, in a worker: whatever their elements are, and with or without a signature.
@TestInstance(Lifecycle.PER_CLASS) // a worker for all its tests
class SequencesInWorkersIT {
    private final DelegateHost host = new DelegateHost(WorkerOptions.of("vendor"));

    @TempDir
    private Path folder;

    /// Piece 1 votes 4 and -4, piece 2 votes 8 and -8.
    private static SequenceModel votes() {
        return new SequenceModel(new float[] {1000, 1000}, new float[] {4, -4}, new float[] {8, -8});
    }

    private Graph open(SequenceModel file, Optional<String> signature) {
        Path model = file.writeTo(folder.resolve("model.tflite"));
        return host.open(new GraphRequest(
                TestLibrary.lite().file().path(),
                model,
                Sha256.of(model),
                signature,
                List.of(TestDelegates.c("dynamic", "1"), new Delegate.XnnPack(1)),
                false,
                false));
    }

    @ParameterizedTest
    @ValueSource(bytes = {INT32, INT64, FLOAT32})
    void idsOfEveryElementTypeArrive(byte type) {
        try (Graph graph = open(votes().ids("ids", type).length(-1).signature("votes"), Optional.of("votes"))) {
            graph.resize(Map.of("ids", Shape.of(1, 3)));
            graph.putInts("ids", new int[] {1, 2, 2});
            graph.invoke();

            assertThat(graph.floats("Identity")).containsExactly(20, -20);
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {INT32, INT64, FLOAT32, BOOL})
    void masksOfEveryElementTypeArrive(byte type) {
        try (Graph graph = open(votes().ids("ids", INT32).mask("mask", type).length(3), Optional.empty())) {
            graph.resize(Map.of());
            graph.putInts("ids", new int[] {1, 2, 0});
            graph.putInts("mask", new int[] {1, 1, 0});
            graph.invoke();

            assertThat(graph.floats("Identity")).containsExactly(12, -12);
        }
    }

    @Test
    void withoutASignatureTensorsGoByNameAndByPosition() {
        try (Graph graph = open(votes().ids("ids", INT32).length(-1), Optional.empty())) {
            graph.resize(Map.of("0", Shape.of(1, 2)));
            graph.putInts("0", new int[] {1, 2});
            graph.invoke();

            assertThat(graph.name()).startsWith("the graph of model ");
            assertThat(graph.inputNames()).containsExactly("ids");
            assertThat(graph.floats("0")).containsExactly(12, -12);
            assertThat(graph.floats("Identity")).containsExactly(12, -12);
        }
    }

    @AfterAll
    void end() {
        host.close();
    }
}
