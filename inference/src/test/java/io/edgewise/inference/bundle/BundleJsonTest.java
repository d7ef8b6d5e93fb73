// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.BundleDescriptor.FileEntry;
import io.edgewise.inference.bundle.BundleDescriptor.GoldenEntry;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.bundle.BundleDescriptor.WindowEntry;
import io.edgewise.inference.bundle.GoldenTests.Golden;
import io.edgewise.inference.text.Folding;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written is read again as it was.
class BundleJsonTest {
    private static final Head.Output OUTPUT = new Head.Output("Identity", Activation.SOFTMAX);

    @TempDir
    private Path folder;

    static Stream<BundleDescriptor> descriptors() {
        ModelEntry.Sequence sequence = new ModelEntry.Sequence(
                "model.tflite",
                Optional.of("serving_default"),
                2003,
                20,
                Map.of(InputRole.IDS, "0", InputRole.MASK, "mask", InputRole.TYPE_IDS, "types"),
                new ModelEntry.Padding(7, ModelEntry.Padding.Side.LEFT));
        ModelEntry.Sequence bare = new ModelEntry.Sequence(
                "model.tflite",
                Optional.empty(),
                2003,
                20,
                Map.of(InputRole.IDS, "input_1"),
                new ModelEntry.Padding(0, ModelEntry.Padding.Side.RIGHT));
        return Stream.of(
                descriptor(
                        TaskKind.CLASSIFICATION,
                        sequence,
                        TokenizerKind.REGEX,
                        new Head.Choice("label", OUTPUT, List.of("no \"1\"", "yes"), "", OptionalDouble.of(0.25))),
                descriptor(
                        TaskKind.CLASSIFICATION,
                        bare,
                        TokenizerKind.WORDPIECE,
                        new Head.Labels(
                                "labels",
                                OUTPUT,
                                List.of("a", "b"),
                                Map.of("a", new Calibration(0.5, -0.25)),
                                Map.of("b", new Thresholds(0.4, 0.8)),
                                OptionalDouble.empty())),
                descriptor(
                        TaskKind.EXTRACTION,
                        bare,
                        TokenizerKind.UNIGRAM,
                        new Head.Spans("spans", OUTPUT, List.of("B-a", "O", "I-a"), "entities", Map.of("a", "A")),
                        new Head.Choice("intent", List.of("on"), "entities")),
                descriptor(TaskKind.EMBEDDING, bare, TokenizerKind.BPE, new Head.Vector("embedding", OUTPUT, 16)),
                descriptor(TaskKind.EMBEDDING, packed(), TokenizerKind.BPE, new Head.Vector("embedding", OUTPUT, 16)));
    }

    private static ModelEntry packed() {
        return new ModelEntry.Packed("model.tflite", "packed", 120, 64, 16, 128, ModelEntry.Pooling.FIRST);
    }

    private static BundleDescriptor descriptor(
            TaskKind task, ModelEntry model, TokenizerKind tokenizer, Head... heads) {
        return new BundleDescriptor(
                "brought",
                "1.2.3",
                task,
                "a model",
                List.of("en", "de"),
                "Apache-2.0",
                "somewhere",
                Map.of(
                        "model.tflite", new FileEntry(7, "a".repeat(64)),
                        "vocab.txt", new FileEntry(1, "b".repeat(64)),
                        "golden.json", new FileEntry(1, "c".repeat(64))),
                model,
                new TokenizerEntry(
                        tokenizer,
                        "vocab.txt",
                        tokenizer == TokenizerKind.WORDPIECE ? WordPieceOptions.cased() : WordPieceOptions.uncased(),
                        "[^\\w\\']+"),
                new WindowEntry(20, 5),
                List.of(heads),
                new GoldenEntry("golden.json", 0.125, 0.9));
    }

    @ParameterizedTest
    @MethodSource("descriptors")
    void aDescriptionIsReadAgainAsItWasAndFollowsTheSchema(BundleDescriptor descriptor) throws IOException {
        String json = BundleJson.write(descriptor);
        Files.writeString(folder.resolve("bundle.json"), json);

        assertThat(Bundle.describe(folder)).isEqualTo(descriptor);
        assertThat(BundleSchema.errors(json)).isEmpty();
    }

    @Test
    void whatShipsIsReadAgainAsItWas() throws IOException {
        for (String name : List.of("moderation", "extraction-small")) {
            BundleDescriptor shipped =
                    Bundle.describe(ProjectRoot.path("models").resolve(name));
            Files.writeString(folder.resolve("bundle.json"), BundleJson.write(shipped));

            assertThat(Bundle.describe(folder)).isEqualTo(shipped);
        }
    }

    @Test
    void foldingsAreWrittenInTheirOrder() throws IOException {
        BundleDescriptor shipped = Bundle.describe(ProjectRoot.path("models").resolve("moderation"));
        String json = BundleJson.write(shipped);
        Files.writeString(folder.resolve("bundle.json"), json);

        assertThat(Bundle.describe(folder).foldings())
                .containsExactly(
                        Folding.INVISIBLE,
                        Folding.COMPATIBILITY,
                        Folding.HOMOGLYPHS,
                        Folding.SPACED,
                        Folding.LEET,
                        Folding.REPEATS);
        assertThat(BundleSchema.errors(json)).isEmpty();
    }

    @Test
    void goldenTestsAreReadAgainAsTheyWere() {
        GoldenTests tests = new GoldenTests(List.of(
                new Golden("a \"pump\"\n", List.of(2, 7, 3), Map.of("intent", List.of(0.5, -1e-7, 3d)), Map.of()),
                new Golden(
                        "",
                        List.of(2, 3),
                        Map.of("intent", List.of(1d, 2d, 3d)),
                        Map.of("device", List.of(1, 0), "industrial_maintie", List.of(0, 0)))));
        Path bundle = TinyBundles.extraction()
                .file("golden.json", BundleJson.write(tests, "recorded by a test"))
                .writeTo(folder.resolve("bundle"));

        Bundle opened = Bundle.open(bundle);
        opened.modelFile().close();

        assertThat(opened.goldenTests()).isEqualTo(tests);
    }
}
