// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Child.Source;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamagedModelsIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"MODERATION_INT8", "EXTRACTION_INT8"})
    void aDamagedModelIsRefusedOrRunsAndNeverEndsTheProcess(TinyFile model) throws IOException {
        // When
        try (Child child = Child.program(DamagedModels.class.getName())
                .jvmArguments(
                        "-ea",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ErrorFile=" + folder.resolve("crash.log"))
                .arguments(
                        model.writeTo(folder).toString(),
                        "2048",
                        folder.toString(),
                        TestLibrary.cache().toString())
                .start()) {
            int exit = child.awaitExit(LIMIT);

            // Then
            assertThat(exit)
                    .as(() -> "the process ended at damage " + lastDamage() + ": "
                            + child.lines().all())
                    .isZero();
            assertThat(child.lines(Source.STDERR)).isEmpty();
            assertThat(child.lines(Source.STDOUT))
                    .singleElement()
                    .asString()
                    .matches("faults [1-9]\\d{2,} refused [1-9]\\d* ran [1-9]\\d{2,}");
        }
    }

    private int lastDamage() {
        try (DataInputStream at = new DataInputStream(Files.newInputStream(folder.resolve("at")))) {
            return at.readInt();
        } catch (IOException e) {
            return -1;
        }
    }
}
