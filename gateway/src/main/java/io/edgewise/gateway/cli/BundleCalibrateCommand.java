// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.config.LanguageScope;
import io.edgewise.gateway.tuning.Calibration;
import io.edgewise.gateway.tuning.CalibrationPlot;
import io.edgewise.gateway.tuning.CalibrationReport;
import io.edgewise.gateway.tuning.CalibrationTable;
import io.edgewise.gateway.tuning.Judged;
import io.edgewise.gateway.tuning.LabelledFile;
import io.edgewise.gateway.tuning.LabelledText;
import io.edgewise.gateway.tuning.OverlayFile;
import io.edgewise.gateway.tuning.Rule;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.SiteOverlay;
import io.edgewise.inference.bundle.SiteOverlay.Origin;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `edgewise bundle calibrate`: a site's own thresholds, found on its own labelled lines.
@Command(
        name = "calibrate",
        description = {
            "Puts a site's own labelled lines through a bundle, shows how good its thresholds are there, and suggests"
                    + " others.",
            "Lines are CSV with the header text and one column for each label with 0 or 1 in it, or text,label; or the"
                    + " same as JSON lines."
        },
        mixinStandardHelpOptions = true)
final class BundleCalibrateCommand implements Callable<Integer> {
    /// Enough that lanes can pack, few enough that memory stays flat.
    private static final int IN_WORK = 256;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-b", "--bundle"},
            required = true,
            paramLabel = "DIR",
            description = "a bundle directory, or the name of one that ships")
    private Path bundle = Path.of("");

    @Option(names = "--labels", required = true, paramLabel = "FILE", description = "labelled lines")
    private Path labels = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", description = "write the suggestion, as YAML, or JSON into .json")
    private @Nullable Path out;

    @Option(
            names = "--precision",
            paramLabel = "SHARE",
            description = "what block must reach (default: 0.95), or min-score (default: highest F1)")
    private Optional<Double> precision = Optional.empty();

    @Option(names = "--recall", paramLabel = "SHARE", description = "what review must reach (default: highest F1)")
    private Optional<Double> recall = Optional.empty();

    @Option(names = "--few", description = "also suggest and write what only few lines speak for")
    private boolean few;

    @Option(names = "--plot", paramLabel = "FILE", description = "also draw precision over recall into a PNG file")
    private @Nullable Path plot;

    @Option(names = "--lanes", defaultValue = "0", paramLabel = "N", description = "threads; 0 means one per core")
    private int lanes;

    @Override
    public Integer call() throws IOException {
        Rule rule = new Rule(share("--precision", precision), share("--recall", recall), few);
        requireFolder("--out", out);
        requireFolder("--plot", plot);
        Path directory = Home.bundle(bundle);
        DescriptorFile file = DescriptorFile.read(directory);
        BundleDescriptor descriptor = file.describe();
        List<LabelledText> lines = LabelledFile.read(labels, Calibration.labels(descriptor));
        CalibrationReport report = Calibration.run(descriptor, judged(directory, lines), rule);
        PrintWriter terminal = Terminal.out(spec);
        CalibrationTable.print(report, terminal);
        if (plot != null) {
            CalibrationPlot.write(report, plot);
        }
        warnOfFew(report);
        if (out != null) {
            Origin origin = new Origin(descriptor.name(), descriptor.version(), file.sha256());
            write(report, origin, out, terminal);
        }
        terminal.flush();
        return ExitCode.OK;
    }

    private static OptionalDouble share(String option, Optional<Double> given) {
        given.filter(share -> !(share > 0 && share <= 1)).ifPresent(share -> {
            throw new CommandFailed(ExitCode.USAGE, option + ": expected a share above 0, at most 1, got " + share);
        });
        return given.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    /// Before the minutes that it may take to go through the lines.
    private static void requireFolder(String option, @Nullable Path file) {
        if (file != null) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
                throw new CommandFailed(
                        ExitCode.USAGE, option + ": can't write " + file + ": name a file in a folder that is there");
            }
        }
    }

    private List<Judged> judged(Path directory, List<LabelledText> lines) {
        int count = lanes > 0 ? lanes : Runtime.getRuntime().availableProcessors();
        Progress progress = new Progress(Terminal.err(spec), Terminal.isInteractive(), lines.size());
        List<Judged> judged = new ArrayList<>();
        try (BundleSession session =
                BundleSession.open(directory, count, BundleSession.StepOfBundle.everything(LanguageScope.ANY))) {
            Deque<CompletableFuture<Answer>> inWork = new ArrayDeque<>();
            for (LabelledText line : lines) {
                inWork.addLast(session.ask(line.text()));
                if (inWork.size() == IN_WORK) {
                    judged.add(judged(lines, judged.size(), inWork.removeFirst()));
                    progress.step();
                }
            }
            while (!inWork.isEmpty()) {
                judged.add(judged(lines, judged.size(), inWork.removeFirst()));
                progress.step();
            }
        }
        progress.done();
        return judged;
    }

    private static Judged judged(List<LabelledText> lines, int number, CompletableFuture<Answer> answer) {
        try {
            Answer said = answer.join();
            return new Judged(
                    lines.get(number),
                    said.moderation()
                            .map(moderation -> moderation.answer().scores())
                            .or(() -> said.classification()
                                    .map(classification ->
                                            classification.answer().scores()))
                            .orElseThrow());
        } catch (CompletionException e) {
            throw new CommandFailed(ExitCode.FAILED, "no answer for line " + (number + 1) + ": " + e.getCause());
        }
    }

    private void warnOfFew(CalibrationReport report) {
        if (report.isOfFewLines()) {
            PrintWriter err = Terminal.err(spec);
            err.println("WARNING: " + report.lines() + " labelled lines are very few: look at how wide the intervals"
                    + " are. From 50 lines on a suggestion is written without --few; some hundred are better.");
            err.flush();
        }
    }

    private void write(CalibrationReport report, Origin origin, Path file, PrintWriter terminal) throws IOException {
        if (report.isOfFewLines() && !few) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    file + " was not written: " + report.lines() + " lines are too few to trust; label more, or say"
                            + " --few");
        }
        SiteOverlay overlay = report.overlay(origin, Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.FAILED,
                        file + " was not written: every threshold stays as shipped, see the notes above"));
        OverlayFile.write(overlay, file);
        terminal.printf("%nwritten: %s; to use it: models.NAME.overlay: %s%n", file, file);
    }
}
