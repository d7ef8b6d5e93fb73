// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Child.Source;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuietRunIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void theNativeLibraryPrintsNothingWhetherThingsGoWellOrNot() {
        // When
        try (Child child = Child.program(QuietRun.class.getName())
                .jvmArguments("-ea", "--enable-native-access=ALL-UNNAMED")
                .arguments(
                        TestLibrary.cache().toString(),
                        TinyFile.MODERATION_INT8.writeTo(folder).toString(),
                        TinyFile.VOCABULARY.writeTo(folder).toString())
                .start()) {
            int exit = child.awaitExit(LIMIT);

            // Then
            assertThat(exit).as(() -> child.lines().all().toString()).isZero();
            assertThat(child.lines(Source.STDERR)).isEmpty();
            assertThat(child.lines(Source.STDOUT))
                    .containsExactly(
                            "7",
                            "InferenceException",
                            "InferenceException",
                            "DelegateException",
                            "UnsupportedModelException");
        }
    }
}
