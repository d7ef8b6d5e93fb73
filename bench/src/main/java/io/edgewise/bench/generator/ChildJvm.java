// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A JVM of its own: what is measured in it is as cold as after a start.
public final class ChildJvm {
    private ChildJvm() {}

    /// Runs a class with the gateway's options.
    ///
    /// @param heap an option that comes behind them; empty for none
    /// @return the lines that it has printed
    public static List<String> run(Class<?> program, List<String> heap, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + ProjectRoot.path("gateway/java.options")));
        command.addAll(heap);
        Collections.addAll(
                command,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName());
        Collections.addAll(command, arguments);
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        if (process.waitFor() != 0) {
            throw new IOException(program.getSimpleName() + " failed; what it said stands above");
        }
        return lines;
    }
}
