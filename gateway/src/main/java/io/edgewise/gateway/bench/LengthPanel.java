// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.gateway.bench.PlotCanvas.Align;
import java.awt.geom.Point2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Time by length of the text, both on a logarithmic scale: twice as long is one step to the right. Confined to one
/// thread.
final class LengthPanel {
    private static final double HEADING = 28;
    private static final double LABEL = 22;
    /// Steps of a scale on which the eye finds its way.
    private static final double[] STEPS = {1, 2, 5};

    private static final double INSET = 0.06;

    private final PlotCanvas canvas;
    private final PlotPanel panel;

    private double least;
    private double most;
    private int shortest;
    private int longest;

    LengthPanel(PlotCanvas canvas, PlotPanel panel) {
        this.canvas = canvas;
        this.panel = panel;
    }

    void draw(List<LengthTimes> lengths) {
        shortest = lengths.getFirst().tokens();
        longest = lengths.getLast().tokens();
        least = stepBelow(
                lengths.stream().mapToDouble(l -> l.passes().bestMillis()).min().orElseThrow());
        most = stepAbove(
                lengths.stream().mapToDouble(l -> l.passes().p90Millis()).max().orElseThrow());
        canvas.text(
                "Time of a pass by the length of its text",
                HEADING,
                PlotCanvas.INK,
                Align.LEFT,
                panel.x(),
                panel.y() - 30);
        scale(lengths);
        List<Point2D> band = points(lengths, l -> l.passes().p90Millis());
        band.addAll(points(lengths, l -> l.passes().bestMillis()).reversed());
        canvas.area(PlotCanvas.MAIN_PALE, band);
        List<Point2D> medians = points(lengths, l -> l.passes().medianMillis());
        canvas.curve(PlotCanvas.MAIN, medians);
        medians.forEach(point -> canvas.dot(PlotCanvas.MAIN, point));
        for (int i = 0; i < lengths.size(); i++) {
            value(medians.get(i), lengths.get(i).passes().medianMillis());
        }
        legend();
    }

    private void scale(List<LengthTimes> lengths) {
        for (double millis = least; millis < most * 1.01; millis = stepAbove(millis * 1.01)) {
            double y = y(millis);
            canvas.thinLine(PlotCanvas.GRID, panel.x(), y, panel.right(), y);
            canvas.text(step(millis), LABEL, PlotCanvas.PALE_INK, Align.RIGHT, panel.x() - 14, y + 8);
        }
        for (LengthTimes length : lengths) {
            String tokens = String.valueOf(length.tokens());
            canvas.text(tokens, LABEL, PlotCanvas.PALE_INK, Align.CENTER, x(length.tokens()), panel.bottom() + 36);
        }
        canvas.text("tokens", LABEL, PlotCanvas.INK, Align.CENTER, panel.across(0.5), panel.bottom() + 76);
        canvas.upright("milliseconds", LABEL, PlotCanvas.INK, panel.x() - 86, panel.up(0.5));
    }

    private void value(Point2D at, double millis) {
        canvas.text(number(millis), LABEL, PlotCanvas.INK, Align.CENTER, at.getX(), at.getY() - 20);
    }

    private void legend() {
        double x = panel.x() + 24;
        double y = panel.y() + 32;
        canvas.curve(PlotCanvas.MAIN, List.of(new Point2D.Double(x, y), new Point2D.Double(x + 48, y)));
        canvas.text("median", LABEL, PlotCanvas.INK, Align.LEFT, x + 64, y + 8);
        canvas.bar(PlotCanvas.MAIN_PALE, x, y + 30, 48, 20);
        canvas.text("best to 90 %", LABEL, PlotCanvas.INK, Align.LEFT, x + 64, y + 48);
    }

    private List<Point2D> points(List<LengthTimes> lengths, ToDoubleFunction<LengthTimes> millis) {
        List<Point2D> points = new ArrayList<>();
        lengths.forEach(l -> points.add(new Point2D.Double(x(l.tokens()), y(millis.applyAsDouble(l)))));
        return points;
    }

    private double x(int tokens) {
        double share = longest == shortest
                ? 0.5
                : Math.log((double) tokens / shortest) / Math.log((double) longest / shortest);
        return panel.across(INSET + share * (1 - 2 * INSET));
    }

    private double y(double millis) {
        return panel.up(Math.log(millis / least) / Math.log(most / least));
    }

    /// The next step of the scale that is not below.
    static double stepAbove(double millis) {
        double decade = Math.pow(10, Math.floor(Math.log10(millis)));
        for (double step : STEPS) {
            if (step * decade >= millis) {
                return step * decade;
            }
        }
        return 10 * decade;
    }

    /// The next step of the scale that is smaller.
    static double stepBelow(double millis) {
        double decade = Math.pow(10, Math.ceil(Math.log10(millis)) - 1);
        double below = decade;
        for (double step : STEPS) {
            below = step * decade < millis ? step * decade : below;
        }
        return below;
    }

    /// A step of the scale: one digit, wherever the point is.
    private static String step(double millis) {
        return new BigDecimal(millis)
                .round(new MathContext(1))
                .stripTrailingZeros()
                .toPlainString();
    }

    /// Two digits, or all of a whole number.
    static String number(double millis) {
        int decimals = millis < 1 ? 2 : millis < 10 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", millis);
    }
}
