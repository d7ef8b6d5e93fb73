// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.gateway.bench.PlotCanvas.Align;
import java.awt.Color;
import java.util.List;
import java.util.Locale;

/// How much faster short texts are when several go into one pass. Confined to one thread.
final class PackingPanel {
    private static final double HEADING = 28;
    private static final double LABEL = 22;
    private static final double GRID_STEP = 0.5;
    private static final double HEAD_ROOM = 1.12;
    private static final double BAR_SHARE = 0.66;

    private final PlotCanvas canvas;
    private final PlotPanel panel;
    private double most;

    PackingPanel(PlotCanvas canvas, PlotPanel panel) {
        this.canvas = canvas;
        this.panel = panel;
    }

    void draw(BenchReport report) {
        List<PackingTimes> packing = report.packing();
        most = HEAD_ROOM
                * packing.stream().mapToDouble(PackingTimes::gain).max().orElse(1);
        canvas.text("Gain of packing short texts", HEADING, PlotCanvas.INK, Align.LEFT, panel.x(), panel.y() - 30);
        for (double gain = 0; gain <= most; gain += GRID_STEP) {
            double y = panel.up(gain / most);
            canvas.thinLine(gain == 1 ? PlotCanvas.PALE_INK : PlotCanvas.GRID, panel.x(), y, panel.right(), y);
            canvas.text(
                    String.format(Locale.ROOT, "%.1f ×", gain),
                    LABEL,
                    PlotCanvas.PALE_INK,
                    Align.RIGHT,
                    panel.x() - 14,
                    y + 8);
        }
        for (int i = 0; i < packing.size(); i++) {
            bar(packing.get(i), i, packing.size(), report.packTokens());
        }
        String texts = String.format(
                Locale.ROOT,
                "most tokens in a pass (%d texts, on average %.0f)",
                report.shortTexts().count(),
                report.shortTexts().meanTokens());
        canvas.text(texts, LABEL, PlotCanvas.INK, Align.CENTER, panel.across(0.5), panel.bottom() + 76);
    }

    private void bar(PackingTimes packing, int index, int count, int packTokens) {
        double slot = panel.width() / count;
        double middle = panel.x() + slot * (index + 0.5);
        double top = panel.up(packing.gain() / most);
        Color color = packing.limit() == packTokens ? PlotCanvas.MAIN : PlotCanvas.OTHER;
        canvas.bar(color, middle - slot * BAR_SHARE / 2, top, slot * BAR_SHARE, panel.bottom() - top);
        canvas.text(
                String.format(Locale.ROOT, "%.2f", packing.gain()),
                LABEL,
                PlotCanvas.INK,
                Align.CENTER,
                middle,
                top - 12);
        String limit = packing.limit() == 1 ? "alone" : String.valueOf(packing.limit());
        canvas.text(limit, LABEL, PlotCanvas.PALE_INK, Align.CENTER, middle, panel.bottom() + 36);
    }
}
