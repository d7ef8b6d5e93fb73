// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.importer.ImportOptions.Form;
import io.edgewise.importer.ImportOptions.Meaning;
import io.edgewise.importer.graph.Precision;
import io.edgewise.inference.bundle.Head;
import io.edgewise.testkit.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The checkpoint of which the shipped bundle `extraction` was made: six layers, eight heads, half precision.
class TrainedCheckpointIT {
    @TempDir
    Path folder;

    private Path checkpoint;

    @BeforeEach
    void checkpoint() {
        checkpoint = SharedData.require("models/edgewise/extraction");
    }

    private Imported imported(Precision precision, Set<String> heads) {
        return Import.run(
                TestLibrary.lite(),
                ImportOptions.of(checkpoint, folder.resolve("bundle"))
                        .with(Form.of(precision))
                        .with(new Meaning(Optional.empty(), heads, Map.of())));
    }

    private JsonNode texts() {
        return new JsonMapper()
                .readTree(checkpoint.resolve("golden.json").toFile())
                .get("texts");
    }

    private static List<float[]> rows(JsonNode output) {
        List<float[]> rows = new ArrayList<>();
        for (JsonNode row : output.get(0).isArray() ? output : List.of(output)) {
            float[] numbers = new float[row.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) row.get(i).asDouble();
            }
            rows.add(numbers);
        }
        return rows;
    }

    /// PyTorch's answers, with float32 arithmetic on the same weights.
    @Test
    void inFloat32ItSaysWhatPytorchSays() {
        Imported imported = imported(Precision.FP32, Set.of());

        try (Said said = new Said(imported.directory())) {
            for (JsonNode text : texts()) {
                String words = text.get("text").asString();
                for (var head : imported.descriptor().heads()) {
                    if (head instanceof Head.Vector) {
                        continue; // PyTorch's was not kept; the heads are reckoned from it.
                    }
                    List<float[]> expected = rows(text.get("float32").get(head.name()));
                    List<float[]> got = said.of(words, head.name());
                    for (int row = 0; row < expected.size(); row++) {
                        assertThat(got.get(row))
                                .as(words + " " + head.name())
                                .containsExactly(expected.get(row), within(1e-3f));
                    }
                }
            }
        }
    }

    @Test
    void inBytesItAgreesWithFloats() {
        Imported imported = imported(Precision.INT8, Set.of("intent", "device", "people", "embedding"));

        assertThat(imported.agreements())
                .isNotEmpty()
                .allSatisfy(agreement -> assertThat(agreement.sameBest()).isGreaterThanOrEqualTo(agreement.rows() - 1));
    }
}
