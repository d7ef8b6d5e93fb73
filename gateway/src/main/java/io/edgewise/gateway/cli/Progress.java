// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import java.io.PrintWriter;
import java.util.Locale;

/// A progress bar, when a person is looking. Confined to the command's thread.
final class Progress {
    private static final int WIDTH = 40;
    private static final long EVERY_NANOS = 200_000_000;

    private final PrintWriter terminal;
    private final boolean shown;
    private final long total;
    private final long start = System.nanoTime();
    private long done;
    private long lastShown;

    /// @param terminal standard error, as standard output may be a file
    /// @param shown whether a person is looking
    Progress(PrintWriter terminal, boolean shown, long total) {
        this.terminal = terminal;
        this.shown = shown;
        this.total = Math.max(1, total);
    }

    void step() {
        done++;
        long now = System.nanoTime();
        if (shown && now - lastShown > EVERY_NANOS) {
            lastShown = now;
            show();
        }
    }

    void done() {
        if (shown) {
            show();
            terminal.println();
            terminal.flush();
        }
    }

    private void show() {
        int filled = (int) (WIDTH * Math.min(done, total) / total);
        double rate = done / Math.max(0.001, elapsedSeconds());
        terminal.printf(
                Locale.ROOT,
                "\r[%s%s] %d of %d, %.0f/s ",
                "#".repeat(filled),
                " ".repeat(WIDTH - filled),
                done,
                total,
                rate);
        terminal.flush();
    }

    private double elapsedSeconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /// Time since the beginning, for people.
    String seconds() {
        return String.format(Locale.ROOT, "%.1f", elapsedSeconds());
    }
}
