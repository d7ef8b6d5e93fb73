// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import io.edgewise.gateway.bench.PlotCanvas;
import io.edgewise.gateway.bench.PlotCanvas.Align;
import io.edgewise.gateway.bench.PlotPanel;
import java.awt.Color;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Draws precision over recall, a panel for each label, with the shipped and the suggested thresholds on the curve.
public final class CalibrationPlot {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 1_600;
    private static final int SLOT_WIDTH = 500;
    private static final int SLOT_HEIGHT = 520;
    private static final int TOP = 200;
    private static final int LEFT = 130;
    private static final int SIDE = 350;
    private static final double TITLE = 40;
    private static final double SUBTITLE = 24;
    private static final double HEADING = 26;
    private static final double SMALL = 20;
    private static final int STEPS = 5;

    private final PlotCanvas canvas;

    private CalibrationPlot(PlotCanvas canvas) {
        this.canvas = canvas;
    }

    /// Draws every label that holds in a line.
    ///
    /// @throws IOException when the file can't be written
    public static void write(CalibrationReport report, Path png) throws IOException {
        List<LabelCalibration> drawn = report.labels().stream()
                .filter(label -> label.positives() > 0 && !label.curve().isEmpty())
                .toList();
        int rows = Math.max(1, (drawn.size() + COLUMNS - 1) / COLUMNS);
        PlotCanvas canvas = new PlotCanvas(WIDTH, TOP + rows * SLOT_HEIGHT);
        canvas.text(report.bundle(), TITLE, PlotCanvas.INK, Align.LEFT, LEFT / 2.0, 76);
        String subtitle = report.lines() + " labelled lines · " + report.rule();
        canvas.text(subtitle, SUBTITLE, PlotCanvas.PALE_INK, Align.LEFT, LEFT / 2.0, 116);
        CalibrationPlot plot = new CalibrationPlot(canvas);
        for (int i = 0; i < drawn.size(); i++) {
            int row = i / COLUMNS;
            int column = i % COLUMNS;
            plot.panel(drawn.get(i), new PlotPanel(LEFT + SLOT_WIDTH * column, TOP + SLOT_HEIGHT * row, SIDE, SIDE));
        }
        canvas.write(png);
    }

    private void panel(LabelCalibration label, PlotPanel panel) {
        String heading = label.label() + " (" + label.positives() + ")";
        canvas.text(heading, HEADING, PlotCanvas.INK, Align.LEFT, panel.x(), panel.y() - 20);
        grid(panel);
        List<Point2D> curve = label.curve().stream().map(o -> at(o, panel)).toList();
        canvas.curve(PlotCanvas.MAIN, curve);
        for (Cut cut : label.cuts()) {
            mark(cut.shipped(), PlotCanvas.PALE_INK, panel);
            if (cut.changed()) {
                mark(cut.suggested(), PlotCanvas.INK, panel);
            }
        }
    }

    private void grid(PlotPanel panel) {
        for (int i = 0; i <= STEPS; i++) {
            double share = (double) i / STEPS;
            String number = String.format(Locale.ROOT, "%.1f", share);
            canvas.thinLine(PlotCanvas.GRID, panel.x(), panel.up(share), panel.right(), panel.up(share));
            canvas.text(number, SMALL, PlotCanvas.PALE_INK, Align.RIGHT, panel.x() - 12, panel.up(share) + 7);
            canvas.text(number, SMALL, PlotCanvas.PALE_INK, Align.CENTER, panel.across(share), panel.bottom() + 30);
        }
        canvas.text("recall", SMALL, PlotCanvas.INK, Align.CENTER, panel.across(0.5), panel.bottom() + 60);
        canvas.upright("precision", SMALL, PlotCanvas.INK, panel.x() - 60, panel.up(0.5));
    }

    private void mark(Outcome outcome, Color color, PlotPanel panel) {
        if (outcome.held() > 0) {
            Point2D point = at(outcome, panel);
            canvas.dot(color, point);
            String threshold = String.format(Locale.ROOT, "%.2f", outcome.threshold());
            // The one above its point and the other below: often both are near each other.
            boolean above = color.equals(PlotCanvas.INK);
            canvas.text(
                    threshold,
                    SMALL,
                    color,
                    above ? Align.LEFT : Align.RIGHT,
                    point.getX() + (above ? 8 : -8),
                    point.getY() + (above ? -10 : 24));
        }
    }

    private static Point2D at(Outcome outcome, PlotPanel panel) {
        return new Point2D.Double(
                panel.across(outcome.recall().value()),
                panel.up(outcome.precision().value()));
    }
}
