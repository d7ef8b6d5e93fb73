// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.inference.tflite.Profile;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Writes a report for people.
public final class BenchTable {
    private static final int SHOWN_KERNELS = 12;
    private static final double LEAST_SHARE = 0.05;
    private static final double BUSY = 0.5;
    private static final double PERCENT = 100;
    private static final double MEBIBYTE = 1 << 20;

    private final BenchReport report;
    private final PrintWriter out;

    private BenchTable(BenchReport report, PrintWriter out) {
        this.report = report;
        this.out = out;
    }

    public static void print(BenchReport report, PrintWriter out) {
        BenchTable table = new BenchTable(report, out);
        out.printf(Locale.ROOT, "%s on %s%n", report.bundle(), report.board());
        out.printf(Locale.ROOT, "%d rounds, XNNPACK on the calling thread%s%n", report.rounds(), table.load());
        table.lengths();
        table.packing();
        table.parallel();
        table.cost();
        table.profile();
    }

    /// Worth a word when others want the processor too: then only the best times say something of the board.
    private String load() {
        return report.load() < BUSY
                ? ""
                : String.format(
                        Locale.ROOT, "; other programs are busy (load %.1f): trust the best times only", report.load());
    }

    private void lengths() {
        heading("TIME BY LENGTH (a pass over one text; ms)");
        out.printf(Locale.ROOT, "  tokens      best    median       p90   tokens/s   after another length%n");
        for (LengthTimes length : report.lengths()) {
            Times passes = length.passes();
            out.printf(
                    Locale.ROOT,
                    "  %6d  %8.3f  %8.3f  %8.3f  %,9.0f  %8.3f%n",
                    length.tokens(),
                    passes.bestMillis(),
                    passes.medianMillis(),
                    passes.p90Millis(),
                    length.tokensPerSecond(),
                    length.resized().medianMillis());
        }
    }

    private void packing() {
        heading(String.format(
                Locale.ROOT,
                "PACKING (%d short texts, %.0f tokens on average)",
                report.shortTexts().count(),
                report.shortTexts().meanTokens()));
        out.printf(Locale.ROOT, "  tokens in a pass   passes    texts/s     gain%n");
        for (PackingTimes packing : report.packing()) {
            String limit = packing.limit() == 1 ? "one text" : "up to " + packing.limit();
            String own = packing.limit() == report.packTokens() ? "  the bundle's pack-tokens" : "";
            out.printf(
                    Locale.ROOT,
                    "  %-16s  %7d  %,9.0f  %5.2f x%s%n",
                    limit,
                    packing.passes(),
                    packing.textsPerSecond(),
                    packing.gain(),
                    own);
        }
    }

    private void parallel() {
        heading("THREADS (passes of " + report.tokens() + " tokens)");
        out.printf(Locale.ROOT, "  interpreters   threads of each   passes/s     gain%n");
        for (ParallelTimes parallel : report.parallel()) {
            out.printf(
                    Locale.ROOT,
                    "  %12d   %15d  %,9.0f  %5.2f x%n",
                    parallel.interpreters(),
                    parallel.threads(),
                    parallel.passesPerSecond(),
                    parallel.gain());
        }
    }

    private void cost() {
        BuildCost build = report.build();
        heading("COST OF AN INTERPRETER");
        out.printf(
                Locale.ROOT,
                "  the first    %7.1f ms  %6.1f MiB, with the code and the model's pages%n",
                build.firstMillis(),
                mebibytes(build.firstBytes()));
        out.printf(
                Locale.ROOT, "  each next    %7.1f ms  %6.1f MiB%n", build.nextMillis(), mebibytes(build.nextBytes()));
        out.printf(
                Locale.ROOT,
                "  this process with three of them: %.0f MiB resident%n",
                mebibytes(build.residentBytes()));
        out.printf(
                Locale.ROOT,
                "  a pass of %d tokens leaves %,d bytes on the Java heap%n",
                report.tokens(),
                report.allocatedBytes());
    }

    private static double mebibytes(long bytes) {
        return bytes / MEBIBYTE;
    }

    private void profile() {
        Profile profile = report.profile();
        List<Profile.Entry> entries = Stream.concat(profile.operators().stream(), profile.kernels().stream())
                .sorted(Profile.LONGEST_FIRST)
                .toList();
        heading(String.format(
                Locale.ROOT,
                "WHERE THE TIME GOES (%d passes of %d tokens, profiled: %.3f ms each)",
                report.profiledPasses(),
                report.tokens(),
                millisPerPass(profile.total())));
        out.printf(Locale.ROOT, "       share   in a pass       ms%n");
        entries.stream().limit(SHOWN_KERNELS).forEach(entry -> entry(entry, profile.total()));
        Duration rest =
                entries.stream().skip(SHOWN_KERNELS).map(Profile.Entry::total).reduce(Duration.ZERO, Duration::plus);
        if (share(rest, profile.total()) >= LEAST_SHARE) {
            out.printf(
                    Locale.ROOT,
                    "  %8.1f %%   %9s  %7.3f  all others%n",
                    share(rest, profile.total()),
                    "",
                    millisPerPass(rest));
        }
    }

    private void entry(Profile.Entry entry, Duration total) {
        out.printf(
                Locale.ROOT,
                "  %8.1f %%   %9d  %7.3f  %s%n",
                share(entry.total(), total),
                entry.count() / report.profiledPasses(),
                millisPerPass(entry.total()),
                entry.name());
    }

    private static double share(Duration part, Duration total) {
        return PERCENT * part.toNanos() / Math.max(1, total.toNanos());
    }

    private double millisPerPass(Duration total) {
        return total.toNanos() / 1e6 / report.profiledPasses();
    }

    private void heading(String text) {
        out.println();
        out.println(text);
    }
}
