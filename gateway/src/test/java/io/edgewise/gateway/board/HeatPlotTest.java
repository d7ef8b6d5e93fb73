// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ProjectRoot;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// What `docs/operations/heat.md` shows is what the simulation gives: the figures are compared, the picture is left in
/// `target/heat.png`, to be copied to `docs/images`.
class HeatPlotTest {
    @Test
    void thePageHasTheFiguresOfTheSimulation() throws IOException {
        List<String> rows = HeatTable.rows();

        assertThat(Files.readString(ProjectRoot.path("docs/operations/heat.md")).lines())
                .as("rows of its tables; the simulation gives%n%s", String.join("\n", rows))
                .containsAll(rows);
    }

    @Test
    void thePictureIsDrawn() throws IOException {
        Path png = Path.of("target", "heat.png");
        Files.createDirectories(png.getParent());

        HeatPlot.write(png);

        BufferedImage drawn = ImageIO.read(png.toFile());
        BufferedImage shown =
                ImageIO.read(ProjectRoot.path("docs/images/heat.png").toFile());
        assertThat(drawn.getWidth()).isEqualTo(shown.getWidth());
        assertThat(drawn.getHeight()).isEqualTo(shown.getHeight());
    }
}
