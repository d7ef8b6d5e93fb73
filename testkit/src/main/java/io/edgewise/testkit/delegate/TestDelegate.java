// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.delegate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/// Shared libraries that stand for a vendor's delegate. What each takes for options: the head of its source.
public enum TestDelegate {
    /// Takes an operator and goes wrong on request.
    C("test_delegate.c", "cc", "-std=c11 -fvisibility=hidden"),
    /// Throws C++ exceptions through its caller.
    THROWING("throwing_delegate.cc", "c++", "-std=c++17"),
    /// Has none of a delegate's functions.
    NO_SYMBOLS("no_symbols.c", "cc", "-std=c11"),
    /// Needs a function that no library has.
    UNDEFINED_SYMBOL("undefined_symbol.c", "cc", "-std=c11");

    private static final String FOLDER = "/io/edgewise/testkit/delegate/";
    private static final String HEADER = "lite.h";

    private final String source;
    private final String compiler;
    private final String options;

    /// @param options separated by spaces
    TestDelegate(String source, String compiler, String options) {
        this.source = source;
        this.compiler = compiler;
        this.options = options;
    }

    /// Compiles it into a folder, once; aborts the calling test when the machine has no compiler.
    ///
    /// @return the shared library
    public Path compileTo(Path folder) {
        Path library = folder.resolve(name().toLowerCase(Locale.ROOT) + ".so");
        try {
            if (!Files.exists(library) || !isOfThisSource(folder)) {
                compile(folder, library);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return library;
    }

    private boolean isOfThisSource(Path folder) throws IOException {
        Path compiled = folder.resolve(source);
        try (InputStream in = open(source)) {
            return Files.exists(compiled) && Arrays.equals(in.readAllBytes(), Files.readAllBytes(compiled));
        }
    }

    private void compile(Path folder, Path library) throws IOException {
        copy(HEADER, folder);
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-O2", "-fPIC", "-shared", "-o", library.toString()));
        command.addAll(List.of(copy(source, folder).toString(), "-lm"));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort(
                    "skipped: no compiler %s on this machine (apt install gcc g++ libc6-dev)".formatted(compiler));
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new AssertionError(command + " ended with " + exit + ": " + said);
        }
    }

    private static Path copy(String resource, Path folder) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream in = open(resource)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static InputStream open(String resource) {
        InputStream in = TestDelegate.class.getResourceAsStream(FOLDER + resource);
        if (in == null) {
            throw new IllegalStateException("the testkit has no " + FOLDER + resource);
        }
        return in;
    }
}
