// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.delegate.TestDelegate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillIT {
    @TempDir
    Path folder;

    private Path site(String delegate, String options) throws IOException {
        TinyBundles.moderation().writeTo(folder.resolve("models/moderation"));
        return Files.writeString(
                folder.resolve("edgewise.yaml"), """
                gateway: { id: pi }
                broker: { url: embedded }
                inference: { lanes: 2 }
                delegates:
                  npu: { library: %s, fixed-shapes: false, options: { dynamic: "1"%s } }
                models:
                  moderation: { bundle: models/moderation, delegate: %s }
                routes:
                  - name: chat
                    from: terminals/+/text
                    steps:
                      - moderate: { model: moderation }
                """.formatted(TestDelegate.C.compileTo(folder), options, delegate));
    }

    @Test
    void aDelegateThatIsEndedIsLeftAndComesBackAndEveryTextIsAnswered() throws IOException {
        CommandRun run = CommandRun.of("doctor", "--drill", "-c", site("npu", ""));

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches(" +0\\.\\d\\d s {2}1000 texts wait for npu"))
                .anyMatch(line -> line.matches(" +\\d+\\.\\d\\d s {2}its worker was ended"))
                .anyMatch(line -> line.matches(" +\\d+\\.\\d\\d s {2}demoted to xnnpack: the worker process of .*"))
                .anyMatch(line -> line.matches(" +\\d+\\.\\d\\d s {2}npu runs 3 on npu, 54 on xnnpack of 59 nodes .*"))
                .anyMatch(line ->
                        line.matches("ok {7}drill moderation {7}1000 of 1000 texts answered, 0 unlike before; npu"
                                + " left after \\d+\\.\\d\\d s, back after \\d+\\.\\d\\d s"));
    }

    @Test
    void aDelegateThatIsRefusedCannotBeDrilled() throws IOException {
        CommandRun run = CommandRun.of("doctor", "--drill", "-c", site("npu", ", at: create, how: refuse"));

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("warning  drill moderation       npu can't be drilled: xnnpack runs 57 of 59 nodes")
                .contains("refused: npu (not-built)");
    }

    @Test
    void withoutADelegateThereIsNothingToDrill() throws IOException {
        CommandRun run = CommandRun.of("doctor", "--drill", "-c", site("xnnpack", ""));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("no model names a delegate under delegates");
    }

    @Test
    void aDrillNeedsAConfiguration() {
        CommandRun run = CommandRun.of("doctor", "--drill");

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--drill needs a configuration with delegates: -c FILE");
    }
}
