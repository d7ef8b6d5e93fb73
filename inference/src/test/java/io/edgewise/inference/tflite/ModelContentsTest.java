// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.testkit.SharedData;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.model.SequenceModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ModelContentsTest {
    @Test
    void aFileTellsItsSignaturesOperatorsAndWeights() {
        ModelContents contents = contents(TinyFile.MODERATION_INT8.bytes());

        assertThat(contents.bytes()).isEqualTo(34_416);
        assertThat(contents.graphs()).singleElement().satisfies(graph -> {
            assertThat(graph.nodes()).isEqualTo(59);
            assertThat(graph.operators()).containsEntry("FULLY_CONNECTED", 7).containsEntry("GATHER", 2);
            assertThat(graph.inputs()).hasSize(4);
        });
        assertThat(contents.signatures()).singleElement().satisfies(signature -> {
            assertThat(signature.key()).isEqualTo("packed");
            assertThat(signature.inputs()).containsOnlyKeys("ids", "positions", "segments", "pool");
            assertThat(signature.outputs()).containsOnlyKeys("embedding", "moderation");
        });
        assertThat(form(contents, "ids")).isEqualTo("INT32 [1, -1]");
        assertThat(form(contents, "pool")).isEqualTo("FLOAT32 [1, -1, -1]");
        assertThat(contents.weightBytes()).containsOnlyKeys("FLOAT32", "INT32", "INT8");
        assertThat(contents.otherBytes()).isBetween(1L, 34_416L);
    }

    private static String form(ModelContents contents, String input) {
        Map<String, ModelContents.Entry> inputs =
                contents.signatures().getFirst().inputs();
        return inputs.entrySet().stream()
                .filter(e -> e.getKey().equals(input))
                .map(e -> e.getValue().form())
                .findFirst()
                .orElse("none");
    }

    @Test
    void weightsThatSeveralGraphsShareCountOnce() {
        try (ModelFile file = ModelFile.map(SharedData.require("models/minilm_tflite/tiny_int8.tflite"))) {
            ModelContents contents = file.contents();

            assertThat(contents.graphs()).hasSize(2);
            assertThat(contents.otherBytes()).isPositive();
            assertThat(sum(contents)).isEqualTo(contents.bytes() - contents.otherBytes());
        }
    }

    private static long sum(ModelContents contents) {
        return contents.weights().stream()
                .mapToLong(ModelContents.Weights::bytes)
                .sum();
    }

    @Test
    void weightsAreToldByWhatReadsThemTheLargestFirst() {
        ModelContents contents = contents(TinyFile.MODERATION_INT8.bytes());

        assertThat(sum(contents)).isEqualTo(contents.bytes() - contents.otherBytes());
        assertThat(contents.weights())
                .isSortedAccordingTo(
                        Comparator.comparingLong(ModelContents.Weights::bytes).reversed())
                .contains(
                        new ModelContents.Weights(
                                "GATHER", TensorType.INT8, List.of(120, 32), 1, 120 * 32, Optional.empty()),
                        new ModelContents.Weights(
                                "FULLY_CONNECTED", TensorType.INT8, List.of(32, 32), 4, 4 * 32 * 32, Optional.empty()));
    }

    @Test
    void weightsThatOneOfSeveralOutputsNeedsAreThatHeads() {
        assertThat(contents(TinyFile.MODERATION_INT8.bytes()).weights())
                .filteredOn(weights -> weights.onlyFor().isPresent())
                .containsExactlyInAnyOrder(
                        new ModelContents.Weights(
                                "FULLY_CONNECTED",
                                TensorType.INT8,
                                List.of(7, 32),
                                1,
                                7 * 32,
                                Optional.of("moderation")),
                        new ModelContents.Weights(
                                "FULLY_CONNECTED", TensorType.FLOAT32, List.of(7), 1, 28, Optional.of("moderation")));
    }

    @Test
    void aModelWithOneOutputHasNoHeads() {
        ModelContents contents = contents(new GraphFile()
                .pickConstant(2, StringElements.pack("words", List.of("low", "high")), 3)
                .bytes());

        assertThat(contents.weights())
                .containsExactly(new ModelContents.Weights(
                        "GATHER", TensorType.STRING, List.of(2), 1, 16 + 7, Optional.empty()));
    }

    @Test
    void weightsInFloatsAreFloats() {
        assertThat(contents(TinyFile.MODERATION_FP32.bytes()).weightBytes()).doesNotContainKey("INT8");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NO_TYPE", "UNKNOWN"})
    void everyElementTypeOfTheFileIsThatOfTheLibrary(TensorType type) {
        ModelContents contents = contents(new GraphFile().copy("in", type, 1, 3).bytes());

        assertThat(contents.graphs().getFirst().inputs())
                .containsExactly(new ModelContents.Entry(0, "in", type, List.of(1, 3), OptionalInt.empty(), ""));
        assertThat(contents.signatures()).isEmpty();
    }

    @Test
    void operatorsOfOthersAndMetadataHaveTheirNames() {
        ModelContents flex;
        try (ModelFile file = ModelFile.map(SharedData.require("models/tflite_support_text/wiki40b-lm-en.tflite"))) {
            flex = file.contents();
        }
        assertThat(flex.graphs().getFirst().operators()).containsEntry("FlexSentencepieceOp", 1);
        assertThat(flex.graphs().getFirst().customOperators())
                .containsExactlyInAnyOrder(
                        "FlexRaggedTensorToTensor", "FlexSentencepieceOp", "FlexSentencepieceTokenizeOp");
        try (ModelFile file = ModelFile.map(
                SharedData.require("models/tflite_support_text/regex_one_embedding_with_metadata.tflite"))) {
            assertThat(file.contents().metadata()).contains("TFLITE_METADATA");
        }
    }

    @Test
    void inputsTellInWhichTableTheyAreLookedUpAndOutputsWhatComputesThem() {
        float[][] votes = new float[9][2];
        ModelContents.Graph graph = contents(new SequenceModel(votes)
                        .ids("ids", SequenceModel.FLOAT32)
                        .mask("mask", SequenceModel.INT32)
                        .types("types", SequenceModel.INT32)
                        .softmax()
                        .bytes())
                .graphs()
                .getFirst();

        assertThat(graph.inputs())
                .extracting(ModelContents.Entry::rows)
                .containsExactly(OptionalInt.of(9), OptionalInt.empty(), OptionalInt.of(2));
        assertThat(graph.outputs()).extracting(ModelContents.Entry::source).containsExactly("SOFTMAX");
        assertThat(graph.customOperators()).isEmpty();
    }

    @Test
    void aTrainedModelTellsItsTablesToo() {
        ModelContents contents = contents(TinyFile.MODERATION_INT8.bytes());

        assertThat(contents.signatures().getFirst().inputs().values())
                .filteredOn(input -> input.rows().isPresent())
                .extracting(input -> input.name() + " " + input.rows().getAsInt())
                .containsExactly("ids_0 120", "positions_1 64");
        assertThat(contents.graphs().getFirst().outputs())
                .extracting(ModelContents.Entry::source)
                .containsExactly("BATCH_MATMUL", "FULLY_CONNECTED");
    }

    @Test
    void aFileThatIsNoModelIsRefusedBeforeItIsRead() {
        byte[] cut = Arrays.copyOf(TinyFile.MODERATION_INT8.bytes(), 20_000);

        assertThatThrownBy(() -> contents(cut)).isInstanceOf(UnsupportedModelException.class);
    }

    private static ModelContents contents(byte[] bytes) {
        try (ModelFile file = ModelFile.of("test", bytes)) {
            return file.contents();
        }
    }
}
