// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// llama.cpp with a GGUF file, in a Python process that is told when its turn is. Confined to one thread.
final class LlamaWriter implements Writer {
    private final String name;
    private final Path model;
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter orders;
    private final double loadMillis;
    private final long cacheBytesPerToken;

    private LlamaWriter(String name, Path model, Process process) throws IOException {
        this.name = name;
        this.model = model;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        double[] ready = answer(2);
        this.loadMillis = ready[0];
        this.cacheBytesPerToken = (long) ready[1];
    }

    static LlamaWriter start(LlamaPython python, Path model, int context) throws IOException {
        Process process = python.start("write", model.toString(), String.valueOf(context));
        try {
            return new LlamaWriter("llama.cpp " + form(model), model, process);
        } catch (IOException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    /// As `Q8_0`, by the convention for names of such files.
    private static String form(Path model) {
        String[] parts = String.valueOf(model.getFileName()).split("\\.", -1);
        return parts.length > 2 ? parts[parts.length - 2] : parts[0];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double loadMillis() {
        return loadMillis;
    }

    @Override
    public long weightBytes() {
        try {
            return Files.size(model);
        } catch (IOException e) {
            throw new IllegalStateException(model + " is gone", e);
        }
    }

    @Override
    public long cacheBytesPerToken() {
        return cacheBytesPerToken;
    }

    @Override
    public Turn turn(int promptTokens, int tokens) throws IOException {
        orders.println(promptTokens + " " + tokens);
        double[] seconds = answer(2);
        return new Turn(promptTokens, seconds[0], tokens, seconds[1]);
    }

    @Override
    public Resident resident() throws IOException {
        return Resident.of(process.pid());
    }

    private double[] answer(int numbers) throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + " has ended; what it said stands above");
        }
        double[] said = Arrays.stream(line.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        if (said.length != numbers) {
            throw new IOException(name + " said \"" + line + "\", expected " + numbers + " numbers");
        }
        return said;
    }

    @Override
    public void close() {
        orders.close();
        process.destroy();
    }
}
