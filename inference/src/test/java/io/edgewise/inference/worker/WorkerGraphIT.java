// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.edgewise.inference.Sha256;
import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.graph.GraphContract;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.testkit.bundle.TinyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Graphs in a worker process, with delegates that follow shapes and with ones that don't.
class WorkerGraphIT {
    @BeforeAll
    static void needsCompiler() {
        TestDelegates.needCompiler();
    }

    @Nested
    class Following extends Contract {
        Following() {
            super(false, "dynamic", "1");
        }
    }

    @Nested
    class WithFixedShapes extends Contract {
        WithFixedShapes() {
            super(true, "dynamic", "0");
        }

        @Test
        void eachShapeIsBuiltOnceHoweverOftenItIsUsed() {
            try (Graph graph = open(TinyFile.MODERATION_INT8.writeTo(folder), "packed")) {
                for (int round = 0; round < 3; round++) {
                    for (int tokens : new int[] {4, 8, 16}) {
                        run(graph, tokens);
                        assertThat(graph.plan().applied())
                                .as("built for the shape in the file, and undone once for this one")
                                .isEqualTo(2);
                    }
                }
            }
        }

        @Test
        void moreShapesThanThereMayBeInterpretersStillAnswer() {
            try (Graph graph = open(TinyFile.MODERATION_INT8.writeTo(folder), "packed")) {
                float[] first = run(graph, 3);
                for (int tokens = 4; tokens < 24; tokens++) {
                    assertThat(run(graph, tokens)).doesNotContain(Float.NaN);
                }
                assertThat(run(graph, 3)).isEqualTo(first);
            }
        }
    }

    @TestInstance(Lifecycle.PER_CLASS) // a worker for all its tests
    abstract static class Contract extends GraphContract {
        private final DelegateHost host = new DelegateHost(WorkerOptions.of("vendor"));
        private final boolean fixedShapes;
        private final String[] options;

        Contract(boolean fixedShapes, String... options) {
            this.fixedShapes = fixedShapes;
            this.options = options;
        }

        @Override
        protected Graph open(Path model, String signature) {
            return host.open(request(model, signature, fixedShapes, options));
        }

        @AfterAll
        void end() {
            host.close();
        }

        @Test
        void theVendorsDelegateRunsWhatItTakesAndXnnpackTheRest() {
            try (Graph graph = open(TinyFile.MODERATION_INT8.writeTo(folder), "packed")) {
                assertThat(graph.plan().shares())
                        .extracting(PlanReport.Share::delegate, PlanReport.Share::nodes)
                        .containsExactly(tuple("vendor", 3), tuple("xnnpack", 54));
            }
        }

        @Test
        void aSentenceNamesTheFileThatWasAskedForThoughAnotherWithTheSameContentsIsOpen() throws IOException {
            Path first = TinyFile.MODERATION_INT8.writeTo(folder);
            Path second = Files.copy(first, folder.resolve("the-same.tflite"));

            try (Graph graph = open(first, "packed")) {
                assertThat(graph.name()).contains(first.toString());
                assertThatThrownBy(() -> open(second, "dense"))
                        .isInstanceOf(UnsupportedModelException.class)
                        .hasMessage("model " + second + " has no signature \"dense\" (have: [packed])");
            }
        }
    }

    static GraphRequest request(Path model, String signature, boolean fixedShapes, String... options) {
        return new GraphRequest(
                TestLibrary.lite().file().path(),
                model,
                Sha256.of(model),
                Optional.of(signature),
                List.of(TestDelegates.c(options), new Delegate.XnnPack(1)),
                false,
                fixedShapes);
    }
}
