// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.GoldenCheck;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The bundles that ship, below `models/` of the repository.
class ShippedBundlesIT {
    @TestFactory
    Stream<DynamicTest> everyBundleProvesItself() throws IOException {
        return bundles().stream()
                .map(folder -> DynamicTest.dynamicTest(
                        String.valueOf(folder.getFileName()), folder.toUri(), () -> provesItself(folder)));
    }

    private static void provesItself(Path folder) throws IOException {
        String json = Files.readString(folder.resolve("bundle.json"));
        assertThat(BundleSchema.errors(json)).isEmpty();
        assertThat(BundleVerification.of(DescriptorFile.read(folder)).id())
                .startsWith(String.valueOf(folder.getFileName()) + "@");

        Bundle bundle = Bundle.open(folder);
        assertThat(bundle.descriptor().files()).containsKey("MODEL_CARD.md");
        try (Model model = TestLibrary.lite().model(bundle.modelFile());
                Encoder encoder = Encoder.open(bundle.descriptor(), model, InterpreterOptions.cpu())) {
            GoldenCheck.run(bundle, encoder);
            assertThat(encoder.plan().running().operators())
                    .isEqualTo(Map.of("GATHER", 2, "[TfLiteXNNPackDelegate]", 1));
        }
    }

    private static List<Path> bundles() throws IOException {
        Path models = ProjectRoot.path("pom.xml").resolveSibling("models");
        if (!Files.isDirectory(models)) {
            return Assumptions.abort("skipped: no bundles in " + models);
        }
        try (Stream<Path> folders = Files.list(models)) {
            List<Path> bundles = folders.filter(folder -> Files.isRegularFile(folder.resolve("bundle.json")))
                    // Somebody may have got one that writes texts.
                    .filter(folder -> !DescriptorFile.read(folder).isGenerator())
                    .sorted()
                    .toList();
            Assumptions.assumeFalse(bundles.isEmpty(), () -> "skipped: no bundles in " + models);
            return bundles;
        }
    }
}
