// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.OverlayReader;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.SiteOverlay;
import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCalibrateCommandIT {
    @TempDir
    Path folder;

    private Path bundle = Path.of("");

    @BeforeEach
    void writeBundle() {
        bundle = TinyBundles.moderation().writeTo(folder.resolve("moderation"));
    }

    @Test
    void anOverlayOfTheLinesFitsTheBundleThatTheyWentThrough() throws IOException {
        Path out = folder.resolve("site.yaml");

        CommandRun run = CommandRun.of("bundle", "calibrate", "-b", bundle, "--labels", lines(120), "--out", out);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("moderation@1.2.3, 120 labelled lines")
                .contains("toxic: holds in 60, not in 60, ROC-AUC ")
                .contains("insult: holds in 0, not in 0");
        SiteOverlay overlay = OverlayReader.read(out);
        assertThat(overlay.lines()).isEqualTo(120);
        assertThat(overlay.labels()).containsOnlyKeys("toxic");
        assertThat(DescriptorFile.read(bundle).describe(overlay).id()).isEqualTo("moderation@1.2.3");
    }

    @Test
    void tenLinesAreShownWithAWarningAndWriteNothing() throws IOException {
        Path out = folder.resolve("site.yaml");

        CommandRun run = CommandRun.of("bundle", "calibrate", "-b", bundle, "--labels", lines(10), "--out", out);

        assertThat(run.out()).contains("toxic: holds in 5, not in 5").contains("--few takes fewer");
        assertThat(run.err())
                .contains("WARNING: 10 labelled lines are very few")
                .contains("was not written");
        assertThat(run.code()).isNotZero();
        assertThat(out).doesNotExist();
    }

    @Test
    void aLabelThatTheBundleLacksIsToldWithItsPlace() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.csv"), "text,toxik\nsome text,1\n");

        CommandRun run = CommandRun.of("bundle", "calibrate", "-b", bundle, "--labels", labels);

        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("labels.csv").contains("toxik").contains("toxic");
    }

    private Path lines(int count) throws IOException {
        return Files.writeString(
                folder.resolve("lines.csv"),
                IntStream.range(0, count)
                        .mapToObj(i -> (i % 2 == 0 ? "the pump is hot " : "stop the cold pump ") + i + "," + i % 2)
                        .collect(Collectors.joining("\n", "text,toxic\n", "\n")));
    }
}
