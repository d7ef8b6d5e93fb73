// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The terminal that a command writes to.
final class Terminal {
    private static final int DEFAULT_COLUMNS = 120;
    private static final int LEAST_COLUMNS = 60;

    private Terminal() {}

    /// Standard output as UTF-8, or what a test put in its place.
    static PrintWriter out(@Nullable CommandSpec spec) {
        return spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
    }

    /// Standard error, or what a test put in its place.
    static PrintWriter err(@Nullable CommandSpec spec) {
        return spec == null
                ? new PrintWriter(System.err, true, StandardCharsets.UTF_8)
                : spec.commandLine().getErr();
    }

    /// What to throw when options don't go together, or a value of one can't be.
    static RuntimeException usage(@Nullable CommandSpec spec, String sentence) {
        return spec == null
                ? new IllegalArgumentException(sentence)
                : new ParameterException(spec.commandLine(), sentence);
    }

    /// Whether a person is looking.
    @SuppressWarnings("SystemConsoleNull") // true of JDK 22 to 24; from 25 on there may be none again
    static boolean isInteractive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// Whether to use colours: on a terminal, unless `NO_COLOR` is set (https://no-color.org).
    static boolean hasColours() {
        return hasColours(isInteractive(), System.getenv());
    }

    static boolean hasColours(boolean interactive, Map<String, String> environment) {
        return interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /// Its width, which the launcher passes in `COLUMNS`.
    static int columns() {
        return columns(System.getenv());
    }

    static int columns(Map<String, String> environment) {
        try {
            int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
            return Math.max(LEAST_COLUMNS, columns);
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }
}
