// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.bench.BenchJson;
import io.edgewise.gateway.bench.BenchPlot;
import io.edgewise.gateway.bench.BenchReport;
import io.edgewise.gateway.bench.BenchTable;
import io.edgewise.gateway.bench.BundleBench;
import io.edgewise.gateway.bench.Rounds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `edgewise bundle bench`: what a bundle costs on this board.
@Command(
        name = "bench",
        description = "Measures a bundle on this board: time by length, what packing and threads gain, memory,"
                + " and what each kernel takes.",
        mixinStandardHelpOptions = true)
final class BundleBenchCommand implements Callable<Integer> {
    private static final int MAX_ROUNDS = 10_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "DIR", description = "a bundle directory, or the name of one that ships")
    private Path directory = Path.of("");

    @Option(names = "--json", description = "write JSON instead of tables")
    private boolean json;

    @Option(names = "--plot", paramLabel = "FILE", description = "also draw the times into a PNG file")
    private @Nullable Path plot;

    @Option(
            names = "--rounds",
            defaultValue = "20",
            paramLabel = "N",
            description = "how often each thing is measured (default: 20)")
    private int rounds;

    @Override
    public Integer call() throws IOException {
        requireRounds();
        requireFolderForPlot();
        BenchReport report = measure();
        PrintWriter out = Terminal.out(spec);
        if (json) {
            out.println(BenchJson.of(report));
        } else {
            BenchTable.print(report, out);
        }
        out.flush();
        if (plot != null) {
            BenchPlot.write(report, plot);
        }
        return ExitCode.OK;
    }

    private BenchReport measure() {
        Progress progress =
                new Progress(Terminal.err(spec), Terminal.isInteractive(), (long) BundleBench.KINDS * rounds);
        try (BundleBench bench = BundleBench.open(Home.bundle(directory))) {
            return bench.run(new Rounds(rounds, progress::step));
        } finally {
            progress.done();
        }
    }

    private void requireRounds() {
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw new CommandFailed(ExitCode.USAGE, "--rounds: expected 1 to " + MAX_ROUNDS + ", got " + rounds);
        }
    }

    /// Before the minute that it takes to measure.
    private void requireFolderForPlot() {
        if (plot == null) {
            return;
        }
        Path folder = plot.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(plot)) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--plot: can't write " + plot + ": name a file in a folder that is there");
        }
    }
}
