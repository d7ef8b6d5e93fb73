// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import static io.edgewise.inference.encoder.OpenedSequence.HEAD;
import static io.edgewise.inference.encoder.OpenedSequence.bundle;
import static io.edgewise.inference.encoder.OpenedSequence.votes;
import static io.edgewise.testkit.model.SequenceModel.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.Sha256;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.TestTokenizer;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.worker.DelegateHost;
import io.edgewise.inference.worker.GraphRequest;
import io.edgewise.inference.worker.WorkerOptions;
import io.edgewise.testkit.model.SequenceModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Graphs that leave their length open, on delegates that are built for a few lengths.
class SequenceLengthsIT {
    private static final int LONGEST = 40;

    @TempDir
    private Path folder;

    private static SequenceModel masked() {
        return votes().ids("input_ids", INT32).mask("mask", INT32).length(-1);
    }

    private static BundleDescriptor maskedBundle() {
        return bundle().input(InputRole.MASK, "mask").length(LONGEST).with(HEAD);
    }

    private static void answersAreThoseOfAnyLength(Encoder encoder, Graph graph) {
        for (String text : List.of("", "pump", "the pump ".repeat(8), "pump ".repeat(38))) {
            Window window = Window.whole(TestTokenizer.encode(text));
            float[] expected;
            try (OpenedSequence exact = OpenedSequence.open(masked(), maskedBundle())) {
                expected = exact.ask(text);
            }

            Pass pass = encoder.run(List.of(window), Set.of("mood"));

            assertThat(new float[] {pass.sequence("mood", 0, 2, 0), pass.sequence("mood", 0, 2, 1)})
                    .containsExactly(expected);
            assertThat(graph.inputSpec("input_ids").shape())
                    .isIn(Shape.of(1, 16), Shape.of(1, 32), Shape.of(1, LONGEST));
        }
    }

    @Test
    void aRowIsFilledUpToTheNextLengthAndTheMaskKeepsThatOut() {
        try (Model model = TestLibrary.lite().model(ModelFile.of("brought.tflite", masked().bytes()))) {
            Graph graph = Graph.open(model, InterpreterOptions.cpu(), Optional.empty());
            try (Encoder encoder = Encoder.over(maskedBundle(), graph, Lengths.buckets(LONGEST))) {
                answersAreThoseOfAnyLength(encoder, graph);
            }
        }
    }

    @Test
    void aWorkerBuildsTheGraphOnceForEachLength() {
        Path file = masked().writeTo(folder.resolve("model.tflite"));
        try (DelegateHost host = new DelegateHost(WorkerOptions.of("vendor"))) {
            Graph graph = host.open(new GraphRequest(
                    TestLibrary.lite().file().path(),
                    file,
                    Sha256.of(file),
                    Optional.empty(),
                    List.of(new Delegate.XnnPack(1)),
                    false,
                    true));
            try (Encoder encoder = Encoder.over(maskedBundle(), graph, Lengths.buckets(LONGEST))) {
                answersAreThoseOfAnyLength(encoder, graph);
            }
        }
    }

    @Test
    void withoutAMaskWhatFillsARowUpWouldCountAsText() {
        SequenceModel file = votes().ids("input_ids", INT32).length(-1);
        try (Model model = TestLibrary.lite().model(ModelFile.of("brought.tflite", file.bytes()))) {
            Graph graph = Graph.open(model, InterpreterOptions.cpu(), Optional.empty());

            assertThatThrownBy(() -> Encoder.over(bundle().length(LONGEST).with(HEAD), graph, Lengths.buckets(LONGEST)))
                    .isInstanceOf(DelegateException.class)
                    .hasMessageContaining("leaves the length of its row open and has no mask");
        }
    }

    @Test
    void aGraphOfFixedLengthNeedsNoMask() {
        SequenceModel file = votes().ids("input_ids", INT32).length(8);
        try (Model model = TestLibrary.lite().model(ModelFile.of("brought.tflite", file.bytes()))) {
            Graph graph = Graph.open(model, InterpreterOptions.cpu(), Optional.empty());
            try (Encoder encoder = Encoder.over(bundle().with(HEAD), graph, Lengths.buckets(8))) {
                Pass pass = encoder.run(List.of(Window.whole(TestTokenizer.encode("pump"))), Set.of("mood"));

                assertThat(pass.sequence("mood", 0, 2, 0)).isEqualTo(11 + 5_000);
            }
        }
    }
}
