// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.TinySite;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandIT {
    @TempDir
    Path folder;

    @Test
    void aFitSiteIsOneLineForEachThing() {
        CommandRun run = CommandRun.of("doctor", "-c", TinySite.write(folder, "embedded"));

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("ok       processor +\\d+ cores, .*"))
                .anyMatch(line -> line.startsWith("ok       library                TensorFlow Lite "))
                .anyMatch(line -> line.startsWith("ok       bundle moderation      moderation@1.2.3: "))
                .anyMatch(line -> line.startsWith("ok       broker                 embedded"));
    }

    @Test
    void aBrokerThatIsNotThereIsSaidAndTheCodeTellsToTryAgain() {
        String nobody = TinySite.nobody();

        CommandRun run = CommandRun.of("doctor", "-c", TinySite.write(folder, nobody));

        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.out())
                .contains("FAILED   broker                 no connection to " + nobody + ": nothing listens there");
    }

    @Test
    void aCorruptBundleWeighsMoreThanABroker() {
        Path file = TinySite.write(folder, TinySite.nobody());
        TinyBundles.moderation().flawed(Flaw.CHANGED_BYTE).writeTo(folder.resolve("models/moderation"));

        CommandRun run = CommandRun.of("doctor", "-c", file);

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.out()).contains("FAILED   bundle moderation").contains("FAILED   broker");
    }
}
