// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.importer.ImportOptions.Form;
import io.edgewise.importer.graph.Precision;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.TensorType;
import io.edgewise.testkit.checkpoint.TinyCheckpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every architecture says what the transformers library says with the same weights.
class ArchitecturesIT {
    private static final float EQUAL = 1e-3f;

    @TempDir
    Path folder;

    private Path checkpoint = Path.of("");

    private Imported imported(TinyCheckpoint tiny, Precision precision) {
        checkpoint = tiny.writeTo(folder);
        return Import.run(
                TestLibrary.lite(),
                ImportOptions.of(checkpoint, folder.resolve("bundle")).with(Form.of(precision)));
    }

    private JsonNode reference() {
        return new JsonMapper()
                .readTree(checkpoint.resolve("reference.json").toFile())
                .get("texts");
    }

    private static List<float[]> rows(JsonNode output) {
        List<float[]> rows = new ArrayList<>();
        if (output.get(0).isArray()) {
            output.forEach(row -> rows.add(numbers(row)));
        } else {
            rows.add(numbers(output));
        }
        return rows;
    }

    private static float[] numbers(JsonNode row) {
        float[] numbers = new float[row.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) row.get(i).asDouble();
        }
        return numbers;
    }

    @ParameterizedTest
    @EnumSource
    void aGraphInFloat32SaysWhatTheSourceSays(TinyCheckpoint tiny) {
        // When
        Imported imported = imported(tiny, Precision.FP32);

        // Then
        String head = imported.descriptor().heads().getFirst().name();
        try (Said said = new Said(imported.directory())) {
            for (JsonNode text : reference()) {
                String words = text.get("text").asString();
                List<Integer> ids = new ArrayList<>();
                text.get("ids").forEach(id -> ids.add(id.asInt()));
                assertThat(said.ids(words)).as(words).isEqualTo(ids);
                List<float[]> expected = rows(text.get("output"));
                List<float[]> got = said.of(words, head);
                assertThat(got).as(words).hasSameSizeAs(expected);
                for (int row = 0; row < got.size(); row++) {
                    assertThat(got.get(row)).as(words + " " + row).containsExactly(expected.get(row), within(EQUAL));
                }
            }
            assertThat(said.partitions()).isEqualTo(1);
        }
    }

    /// Half the bytes; the words' and the layers' matrices are rounded to 11 bits.
    @ParameterizedTest
    @EnumSource
    void aGraphOfHalvesIsNearlyTheSame(TinyCheckpoint tiny) {
        Imported imported = imported(tiny, Precision.FP16);

        assertThat(halves(imported)).as("matrices of FLOAT16").isPositive();
        assertThat(imported.agreements()).first().satisfies(agreement -> {
            assertThat(agreement.largest()).isLessThan(0.05);
            assertThat(agreement.sameBest()).isEqualTo(agreement.rows());
        });
    }

    private static long halves(Imported imported) {
        try (ModelFile file = ModelFile.map(imported.directory().resolve("model.tflite"))) {
            return file.contents().weights().stream()
                    .filter(weights -> weights.type() == TensorType.FLOAT16)
                    .count();
        }
    }

    /// Matrices of 16 numbers lose more than real ones; direction and order of magnitude stay.
    @ParameterizedTest
    @EnumSource
    void aGraphOfBytesIsNotFarOff(TinyCheckpoint tiny) {
        Imported imported = imported(tiny, Precision.INT8);

        assertThat(imported.agreements()).first().satisfies(agreement -> {
            assertThat(agreement.largest()).isPositive().isLessThan(1);
            assertThat(agreement.sameBest()).isGreaterThanOrEqualTo(agreement.rows() * 3 / 4);
        });
        try (Said said = new Said(imported.directory())) {
            assertThat(said.partitions()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesInOnePassSayWhatTheySayAlone(TinyCheckpoint tiny) {
        Imported imported = imported(tiny, Precision.FP32);

        String head = imported.descriptor().heads().getFirst().name();
        List<String> texts = List.of("the pump", "a", "hello, the pump is leaking again!", "");
        try (Said said = new Said(imported.directory())) {
            List<List<float[]>> together = said.of(texts, head);
            for (int text = 0; text < texts.size(); text++) {
                List<float[]> alone = said.of(texts.get(text), head);
                for (int row = 0; row < alone.size(); row++) {
                    assertThat(together.get(text).get(row)).containsExactly(alone.get(row), within(EQUAL));
                }
            }
        }
    }

    @Test
    void theTaskIsThatOfTheHead() {
        assertThat(imported(TinyCheckpoint.BERT_TAGGER, Precision.INT8)
                        .descriptor()
                        .task())
                .isEqualTo(TaskKind.EXTRACTION);
        assertThat(imported(TinyCheckpoint.BERT_EMBEDDER, folder.resolve("b"), Precision.INT8)
                        .descriptor()
                        .task())
                .isEqualTo(TaskKind.EMBEDDING);
    }

    private Imported imported(TinyCheckpoint tiny, Path target, Precision precision) {
        return Import.run(
                TestLibrary.lite(),
                ImportOptions.of(tiny.writeTo(folder), target).with(Form.of(precision)));
    }
}
