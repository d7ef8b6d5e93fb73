// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorType;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every [Graph] does, wherever its interpreter is. Over the tiny moderation model.
public abstract class GraphContract {
    @TempDir
    protected Path folder;

    /// Opens a graph over a model file.
    protected abstract Graph open(Path model, String signature);

    private Graph open() {
        return open(TinyFile.MODERATION_INT8.writeTo(folder), "packed");
    }

    /// One message of so many tokens: 2 (begin), 93 (`the`) as often as it takes, 3 (end).
    static void fill(Graph graph, int tokens) {
        int[] ids = new int[tokens];
        Arrays.fill(ids, 93);
        ids[0] = 2;
        ids[tokens - 1] = 3;
        int[] positions = new int[tokens];
        Arrays.setAll(positions, i -> i);
        float[] pool = new float[tokens];
        Arrays.fill(pool, 1f / tokens);
        Shape row = Shape.of(1, tokens);
        graph.resize(Map.of("ids", row, "positions", row, "segments", row, "pool", Shape.of(1, 1, tokens)));
        graph.putInts("ids", ids);
        graph.putInts("positions", positions);
        graph.putFloats("segments", new float[tokens]);
        graph.putFloats("pool", pool);
    }

    public static float[] run(Graph graph, int tokens) {
        fill(graph, tokens);
        graph.invoke();
        return graph.floats("moderation");
    }

    @Test
    void namesAndSpecsAreThoseOfTheSignature() {
        try (Graph graph = open()) {
            assertThat(graph.inputNames()).containsExactly("ids", "pool", "positions", "segments");
            assertThat(graph.outputNames()).containsExactly("embedding", "moderation");
            assertThat(graph.inputSpec("ids").type()).isEqualTo(TensorType.INT32);
            assertThat(graph.inputSpec("ids").signature()).containsExactly(1, -1);
            assertThat(graph.outputSpec("moderation").type()).isEqualTo(TensorType.FLOAT32);
            assertThat(graph.name()).contains("\"packed\"").contains(folder.toString());
            assertThat(graph.plan().model().nodes()).isEqualTo(59);
        }
    }

    @Test
    void theSameInputsGiveTheSameAnswersAtEveryShapeAndAgain() {
        try (Graph graph = open()) {
            float[] three = run(graph, 3);
            float[] sixty = run(graph, 60);

            assertThat(three).hasSize(7).isNotEqualTo(sixty);
            for (int i = 0; i < 7; i++) {
                assertThat(three[i]).isFinite();
            }
            assertThat(run(graph, 3)).containsExactly(three, within(1e-6f));
            assertThat(run(graph, 60)).containsExactly(sixty, within(1e-6f));
        }
    }

    @Test
    void aPassBeforeAnyShapesIsRefused() {
        try (Graph graph = open()) {
            assertThatThrownBy(graph::invoke).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> graph.floats("moderation")).isInstanceOf(IllegalStateException.class);

            assertThat(run(graph, 3)).hasSize(7);
        }
    }

    @Test
    void outputsFollowTheShapesOfInputs() {
        try (Graph graph = open()) {
            Shape row = Shape.of(1, 5);
            graph.resize(Map.of("ids", row, "positions", row, "segments", row, "pool", Shape.of(1, 2, 5)));

            assertThat(graph.inputSpec("pool").shape()).isEqualTo(Shape.of(1, 2, 5));
            assertThat(graph.outputSpec("moderation").shape()).isEqualTo(Shape.of(1, 2, 7));
        }
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatIs() {
        try (Graph graph = open()) {
            fill(graph, 3);
            assertThatThrownBy(() -> graph.inputSpec("tokens"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no input \"tokens\" (have: [ids, pool, positions, segments])");
            assertThatThrownBy(() -> graph.putInts("tokens", new int[3])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> graph.floats("toxicity"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has no output \"toxicity\" (have: [embedding, moderation])");
            assertThatThrownBy(() -> graph.resize(Map.of("tokens", Shape.of(1, 3))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void valuesThatDoNotFitAreRefused() {
        try (Graph graph = open()) {
            fill(graph, 3);
            assertThatThrownBy(() -> graph.putInts("ids", new int[4])).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> graph.putFloats("ids", new float[3])).isInstanceOf(InferenceException.class);
            assertThatThrownBy(() -> graph.putInts("pool", new int[2])).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> graph.putFloats("pool", new float[2]))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("[1, 1, 3] and has 3 elements, got 2");
        }
    }

    @Test
    void wholeNumbersFillAnInputOfRealNumbersToo() {
        try (Graph graph = open()) {
            float[] right = run(graph, 3);
            fill(graph, 3);
            graph.putFloats("segments", new float[] {7, 7, 8});
            graph.putInts("segments", new int[] {0, 0, 0});
            graph.invoke();

            assertThat(graph.floats("moderation")).containsExactly(right, within(1e-6f));
        }
    }

    @Test
    void aDimensionThatTheModelFixesCannotChange() {
        try (Graph graph = open()) {
            assertThatThrownBy(() -> graph.resize(Map.of("ids", Shape.of(2, 3))))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("dimension 0 is 1 for good, got 2");
        }
    }

    @Test
    void aPassThatFailsLeavesAGraphThatWorks() {
        try (Graph graph = open()) {
            float[] right = run(graph, 3);
            fill(graph, 3);
            graph.putInts("ids", new int[] {2, 1_000_000, 3});

            assertThatThrownBy(graph::invoke).isInstanceOf(InferenceException.class);

            assertThat(run(graph, 3)).containsExactly(right, within(1e-6f));
        }
    }

    @Test
    void aSignatureThatIsNotThereIsRefused() {
        Path model = TinyFile.MODERATION_INT8.writeTo(folder);

        assertThatThrownBy(() -> open(model, "dense"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("model " + model + " has no signature \"dense\" (have: [packed])");
    }
}
