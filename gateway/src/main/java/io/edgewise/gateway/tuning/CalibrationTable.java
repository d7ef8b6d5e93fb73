// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import io.edgewise.inference.document.Printable;
import java.io.PrintWriter;
import java.util.Locale;

/// A report for a terminal.
public final class CalibrationTable {
    private static final String ROW = "  %-9s %-10s %9s   %-22s %s%n";

    private CalibrationTable() {}

    /// Prints a report.
    public static void print(CalibrationReport report, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s, %d labelled lines%n%s%nin brackets: intervals of 95 %%, Wilson%n",
                report.bundle(),
                report.lines(),
                report.rule());
        for (LabelCalibration label : report.labels()) {
            print(label, out);
        }
    }

    private static void print(LabelCalibration label, PrintWriter out) {
        String auc = label.auc().isPresent()
                ? String.format(Locale.ROOT, ", ROC-AUC %.3f", label.auc().getAsDouble())
                : "";
        out.printf(
                Locale.ROOT,
                "%n%s: holds in %d, not in %d%s%n",
                Printable.line(label.label()),
                label.positives(),
                label.negatives(),
                auc);
        if (label.positives() + label.negatives() > 0) {
            out.printf(Locale.ROOT, ROW, "", "", "threshold", "precision", "recall");
            for (Cut cut : label.cuts()) {
                row(cut.name(), "shipped", cut.shipped(), out);
                if (cut.changed()) {
                    row("", "suggested", cut.suggested(), out);
                }
                cut.heldOut().ifPresent(outcome -> row("", "held out", outcome, out));
            }
        }
        label.notes().forEach(note -> out.println("  note: " + Printable.line(note)));
    }

    private static void row(String name, String which, Outcome outcome, PrintWriter out) {
        String threshold = Double.isNaN(outcome.threshold())
                ? ""
                : outcome.threshold() >= 1 ? "never" : String.format(Locale.ROOT, "%.4f", outcome.threshold());
        out.printf(Locale.ROOT, ROW, name, which, threshold, share(outcome.precision()), share(outcome.recall()));
    }

    private static String share(Proportion share) {
        return share.of() == 0
                ? "-"
                : String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", share.value(), share.low(), share.high());
    }
}
