// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.gateway.bench.PlotCanvas.Align;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// Draws a report: time by length on the left, the gain of packing on the right.
public final class BenchPlot {
    private static final int WIDTH = 1_600;
    private static final int HEIGHT = 860;
    private static final int MARGIN = 60;
    private static final double TITLE = 40;
    private static final double SUBTITLE = 24;

    private BenchPlot() {}

    /// @throws IOException when the file can't be written
    public static void write(BenchReport report, Path png) throws IOException {
        PlotCanvas canvas = new PlotCanvas(WIDTH, HEIGHT);
        canvas.text(report.bundle(), TITLE, PlotCanvas.INK, Align.LEFT, MARGIN, 76);
        String subtitle =
                String.format(Locale.ROOT, "%s · XNNPACK, one thread · %d rounds", report.board(), report.rounds());
        double fits = Math.min(1, (WIDTH - 2.0 * MARGIN) / canvas.width(subtitle, SUBTITLE));
        canvas.text(subtitle, fits * SUBTITLE, PlotCanvas.PALE_INK, Align.LEFT, MARGIN, 116);
        new LengthPanel(canvas, new PlotPanel(150, 210, 800, 540)).draw(report.lengths());
        new PackingPanel(canvas, new PlotPanel(1_090, 210, 450, 540)).draw(report);
        canvas.write(png);
    }
}
