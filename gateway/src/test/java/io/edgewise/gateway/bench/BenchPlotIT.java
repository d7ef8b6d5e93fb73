// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Child.Source;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPlotIT {
    private static final int WHITE = 0xffffffff;

    @TempDir
    Path folder;

    private static long coloured(BufferedImage image, int left, int top, int width, int height) {
        return IntStream.range(0, width * height)
                .filter(i -> image.getRGB(left + i % width, top + i / width) != WHITE)
                .count();
    }

    @Test
    void bothDiagramsAndWhatIsWrittenAtThemAreThere() throws IOException {
        Path file = folder.resolve("plot.png");

        BenchPlot.write(Reports.any(), file);

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(1_600);
        assertThat(image.getHeight()).isEqualTo(860);
        assertThat(coloured(image, 60, 40, 600, 40)).as("title").isGreaterThan(1_500);
        assertThat(coloured(image, 150, 750, 800, 50)).as("lengths").isGreaterThan(800);
        assertThat(coloured(image, 150, 210, 800, 540)).as("curve").isBetween(15_000L, 120_000L);
        assertThat(coloured(image, 1_090, 210, 450, 540)).as("bars").isGreaterThan(80_000);
        assertThat(coloured(image, 0, 0, 1_600, 30)).as("margin").isZero();
        assertThat(coloured(image, 1_570, 0, 30, 860)).as("margin").isZero();
    }

    /// Debian's openjdk-25-jre-headless has no fonts, and without what it only recommends not even a library for
    /// them.
    @Test
    void drawsWithoutTheFontsOfADesktop() throws IOException {
        try (Child child = Child.program(PlotProgram.class.getName())
                .jvmArguments("-Xlog:class+load:stdout")
                .arguments(folder.resolve("plot.png").toString())
                .start()) {
            assertThat(child.awaitExit(Duration.ofMinutes(1))).isZero();
            assertThat(child.lines(Source.STDOUT))
                    .anyMatch(line -> line.contains("java.awt.image.BufferedImage "))
                    .noneMatch(line -> line.contains("FontManager"));
        }
        assertThat(folder.resolve("plot.png")).isNotEmptyFile();
    }

    @Test
    void aFileThatCannotBeWrittenIsSaid() {
        assertThatThrownBy(() -> BenchPlot.write(Reports.any(), folder.resolve("none/plot.png")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("plot.png");
    }
}
