// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import io.edgewise.gateway.bench.PlotCanvas;
import io.edgewise.gateway.bench.PlotCanvas.Align;
import io.edgewise.gateway.bench.PlotPanel;
import io.edgewise.gateway.board.HeatRun.Moment;
import java.awt.Color;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Draws the simulated day with and without the governor, for `docs/operations/heat.md`.
final class HeatPlot {
    private static final int WIDTH = 1_600;
    private static final int LEFT = 150;
    private static final int RIGHT = 190;
    private static final double TITLE = 38;
    private static final double HEADING = 26;
    private static final double SMALL = 21;
    private static final Color WITHOUT = new Color(0xd9622b);
    private static final double HOTTEST = 85;
    private static final double COOLEST = 55;
    private static final int MINUTES = 180;
    private static final int MINUTES_PER_POINT = 30;

    private final PlotCanvas canvas = new PlotCanvas(WIDTH, 1_320);
    private final PlotPanel heat = new PlotPanel(LEFT, 170, WIDTH - LEFT - RIGHT, 380);
    private final PlotPanel level = new PlotPanel(LEFT, 650, WIDTH - LEFT - RIGHT, 150);
    private final PlotPanel work = new PlotPanel(LEFT, 900, WIDTH - LEFT - RIGHT, 290);
    private final HeatRun governed = HeatDay.governed();
    private final HeatRun ungoverned = HeatDay.ungoverned();

    private HeatPlot() {}

    /// @throws IOException when the file can't be written
    static void write(Path png) throws IOException {
        new HeatPlot().draw().write(png);
    }

    private PlotCanvas draw() {
        canvas.text("A board in a box, with more texts than it can read", TITLE, PlotCanvas.INK, Align.LEFT, 50, 66);
        canvas.text(
                "simulated: mild air, sun on the box from minute 30 to 110, a cool evening",
                SMALL + 2,
                PlotCanvas.PALE_INK,
                Align.LEFT,
                50,
                104);
        temperature();
        levels();
        speed();
        return canvas;
    }

    private void temperature() {
        heading(heat, "temperature, °C");
        time(heat);
        for (int celsius = (int) COOLEST; celsius <= HOTTEST; celsius += 5) {
            row(heat, share(celsius), String.valueOf(celsius));
        }
        double limit = heat.up(share(SimulatedBoard.LIMIT));
        canvas.thinLine(PlotCanvas.INK, heat.x(), limit, heat.right(), limit);
        beside(heat, share(SimulatedBoard.LIMIT), "limit", PlotCanvas.INK);
        curve(heat, WITHOUT, ungoverned, moment -> share(moment.celsius()));
        curve(heat, PlotCanvas.MAIN, governed, moment -> share(moment.celsius()));
        legend(heat.y() - 22);
    }

    private void legend(double y) {
        canvas.text("with the governor", HEADING, PlotCanvas.MAIN, Align.RIGHT, heat.right() - 230, y);
        canvas.text("without it", HEADING, WITHOUT, Align.RIGHT, heat.right(), y);
    }

    private static double share(double celsius) {
        return (celsius - COOLEST) / (HOTTEST - COOLEST);
    }

    private void levels() {
        heading(level, "level of the governor");
        time(level);
        double most = BoardLevel.values().length - 1;
        for (BoardLevel each : BoardLevel.values()) {
            row(level, each.rank() / most, each.label());
        }
        curve(level, PlotCanvas.MAIN, governed, moment -> moment.level().rank() / most);
    }

    private void speed() {
        heading(work, "passes, % of what all lanes can, mean of each minute");
        time(work);
        for (int percent = 0; percent <= 100; percent += 25) {
            row(work, percent / 100.0, String.valueOf(percent));
        }
        byMinute(WITHOUT, ungoverned);
        byMinute(PlotCanvas.MAIN, governed);
        canvas.text("minutes 70 to 110", SMALL, PlotCanvas.INK, Align.LEFT, work.right() + 14, work.up(0.6));
        beside(work, 0.48, mean("with", governed), PlotCanvas.MAIN);
        beside(work, 0.36, mean("without", ungoverned), WITHOUT);
        canvas.text("minutes", SMALL, PlotCanvas.PALE_INK, Align.CENTER, work.across(0.5), work.bottom() + 66);
    }

    private static String mean(String label, HeatRun run) {
        return String.format(
                Locale.ROOT,
                "%s: %.0f %%",
                label,
                run.between(70 * 60, 110 * 60).meanWork() * 100);
    }

    private void byMinute(Color color, HeatRun run) {
        List<Point2D> points = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            double x = work.across((minute + 0.5) / MINUTES);
            points.add(new Point2D.Double(
                    x, work.up(run.between(minute * 60, minute * 60 + 60).meanWork())));
        }
        canvas.curve(color, points);
    }

    private void heading(PlotPanel panel, String text) {
        canvas.text(text, HEADING, PlotCanvas.INK, Align.LEFT, panel.x(), panel.y() - 22);
    }

    private void row(PlotPanel panel, double up, String label) {
        canvas.thinLine(PlotCanvas.GRID, panel.x(), panel.up(up), panel.right(), panel.up(up));
        canvas.text(label, SMALL, PlotCanvas.PALE_INK, Align.RIGHT, panel.x() - 14, panel.up(up) + 7);
    }

    private void beside(PlotPanel panel, double up, String label, Color color) {
        canvas.text(label, SMALL, color, Align.LEFT, panel.right() + 14, panel.up(up) + 7);
    }

    private void time(PlotPanel panel) {
        for (int minute = 0; minute <= MINUTES; minute += MINUTES_PER_POINT) {
            double x = panel.across((double) minute / MINUTES);
            canvas.thinLine(PlotCanvas.GRID, x, panel.y(), x, panel.bottom());
            canvas.text(String.valueOf(minute), SMALL, PlotCanvas.PALE_INK, Align.CENTER, x, panel.bottom() + 32);
        }
    }

    private void curve(PlotPanel panel, Color color, HeatRun run, ToDoubleFunction<Moment> height) {
        List<Point2D> points = new ArrayList<>();
        for (Moment moment : run.moments()) {
            double x = panel.across(moment.seconds() / 60 / MINUTES);
            points.add(new Point2D.Double(x, panel.up(height.applyAsDouble(moment))));
        }
        canvas.curve(color, points);
    }
}
