// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.doctor.Doctor;
import io.edgewise.gateway.doctor.Finding;
import io.edgewise.gateway.doctor.Finding.Level;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `edgewise doctor`: is this board fit?
@Command(
        name = "doctor",
        description = "Looks at the board, the native library, the bundles and the broker, and says what to do.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "look at the bundles and the broker of this configuration; without it at the bundles that ship")
    private @Nullable Path config;

    @Option(
            names = "--drill",
            description =
                    "let each delegate of a vendor fail while a thousand texts wait for it, and see whether all of"
                            + " them are answered; needs --config")
    private boolean drill;

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out(spec);
        List<Finding> findings = findings(out);
        for (Finding finding : findings) {
            out.println(
                    String.format(Locale.ROOT, "%-8s %-22s %s", mark(finding.level()), finding.what(), finding.said()));
        }
        out.flush();
        Level worst = findings.stream()
                .map(Finding::level)
                .max(Comparator.naturalOrder())
                .orElse(Level.OK);
        return switch (worst) {
            case OK, WARNING -> ExitCode.OK;
            case UNAVAILABLE -> ExitCode.UNAVAILABLE;
            case WRONG -> ExitCode.CONFIGURATION;
        };
    }

    private List<Finding> findings(PrintWriter out) {
        if (config == null) {
            if (drill) {
                throw new CommandLine.ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "--drill needs a configuration with delegates: -c FILE");
            }
            return Doctor.look(Home.shippedReaders());
        }
        GatewayConfiguration configuration = ConfigurationReader.read(config);
        return drill
                ? Doctor.drill(configuration, line -> {
                    out.println("         " + line);
                    out.flush();
                })
                : Doctor.look(configuration);
    }

    private static String mark(Level level) {
        return switch (level) {
            case OK -> "ok";
            case WARNING -> "warning";
            case UNAVAILABLE, WRONG -> "FAILED";
        };
    }
}
