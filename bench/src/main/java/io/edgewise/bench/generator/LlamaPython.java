// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A Python that has llama.cpp: a given one, or an environment below `bench/target`, made once. Immutable.
///
/// @param python the program
record LlamaPython(Path python) {
    /// What the figures in `docs/performance.md` were measured with.
    private static final String PACKAGE = "llama-cpp-python==0.3.16";

    /// @throws Unavailable when there is none and none can be made
    static LlamaPython find(Optional<Path> given) throws IOException, InterruptedException {
        LlamaPython found = new LlamaPython(given.orElseGet(() -> folder().resolve("bin/python")));
        if (given.isEmpty() && !Files.exists(folder().resolve("made"))) {
            make();
        }
        if (run(Redirect.DISCARD, List.of(found.python.toString(), "-c", "import llama_cpp, numpy")) != 0) {
            throw new Unavailable(found.python + " has no llama_cpp: pip install " + PACKAGE);
        }
        return found;
    }

    /// llama.cpp can't be run here. The message says why.
    static final class Unavailable extends IOException {
        private static final long serialVersionUID = 1;

        Unavailable(String why) {
            super(why);
        }
    }

    /// Compiled for this processor, with all that it can do, unless a wheel lies on the index.
    private static void make() throws IOException, InterruptedException {
        Path log = Files.createDirectories(folder().resolveSibling("logs")).resolve("llama.log");
        System.out.println("llama.cpp is compiled, which may take half an hour (" + log + ")");
        Redirect output = Redirect.to(log.toFile());
        boolean made = run(output, List.of("python3", "-m", "venv", folder().toString())) == 0
                && run(output, List.of(folder().resolve("bin/pip").toString(), "install", "numpy", PACKAGE)) == 0;
        if (!made) {
            throw new Unavailable("llama.cpp can't be installed here, see " + log
                    + "; it needs python3 with venv, a C++ compiler, CMake and a package index. Or name a Python that has it:"
                    + " --python");
        }
        Files.createFile(folder().resolve("made"));
    }

    private static Path folder() {
        return ProjectRoot.path("bench").resolve("target/llama");
    }

    private static int run(Redirect output, List<String> command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new Unavailable(command.getFirst() + " can't be started: " + e.getMessage());
        }
    }

    /// Starts `llama.py`; what it complains of is shown.
    Process start(String... arguments) throws IOException {
        return start(Redirect.INHERIT, arguments);
    }

    private Process start(Redirect complaints, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                python.toString(),
                ProjectRoot.path("bench/src/main/python/llama.py").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(complaints).start();
    }

    /// The same weights as Q8_0, made once: what a file of four bits means, at eight.
    Path q8(Path model) throws IOException, InterruptedException {
        String name = String.valueOf(model.getFileName()).replaceFirst("(\\.[A-Z0-9_]+)?\\.gguf$", "");
        Path made = Files.createDirectories(folder()).resolve(name + ".Q8_0.gguf");
        if (!Files.exists(made)) {
            Path draft = folder().resolve(name + ".draft");
            Path log = folder().resolve("quantise.log"); // it tells of each tensor
            Process process = start(Redirect.to(log.toFile()), "quantise", model.toString(), draft.toString());
            if (process.waitFor() != 0) {
                throw new Unavailable("llama.cpp makes no Q8_0 of " + model + ": see " + log);
            }
            Files.move(draft, made);
        }
        return made;
    }
}
