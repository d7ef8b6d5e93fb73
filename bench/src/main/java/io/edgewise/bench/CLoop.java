// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The program `loop.c` in a process of its own, compiled with this machine's C compiler. Confined to one thread.
final class CLoop implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter orders;

    private CLoop(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.orders = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
    }

    /// @param folder where the program goes
    /// @param library the native library that Java has loaded
    static CLoop start(Path source, Path folder, Path library, Path model, String signature, List<String> outputs)
            throws IOException, InterruptedException {
        Path program = folder.resolve("loop");
        run("cc", "-O2", "-o", program.toString(), source.toString(), "-ldl");
        List<String> command =
                new ArrayList<>(List.of(program.toString(), library.toString(), model.toString(), signature));
        command.addAll(outputs);
        return new CLoop(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static void run(String... command) throws InterruptedException {
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with code " + code);
            }
        } catch (IOException e) {
            throw new IllegalStateException("no C compiler on this machine: apt install gcc", e);
        }
    }

    /// What some passes gave.
    ///
    /// @param firstLogit the first number of the first output
    /// @param nanos of each pass
    record Passes(double firstLogit, List<Long> nanos) {}

    /// Runs passes over one text.
    Passes passes(int count, int[] ids) throws IOException {
        String tokens = Arrays.stream(ids).mapToObj(String::valueOf).collect(Collectors.joining(" "));
        orders.println(count + " " + ids.length + " " + tokens);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IllegalStateException("the C program ended, see its own words above");
        }
        List<String> numbers = List.of(answer.split(" ", -1));
        List<Long> nanos = numbers.stream().skip(1).map(Long::parseLong).toList();
        return new Passes(Double.parseDouble(numbers.getFirst()), nanos);
    }

    @Override
    public void close() {
        orders.close();
        process.destroy();
    }
}
