// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

import io.edgewise.inference.tflite.Delegate;
import io.edgewise.testkit.delegate.TestDelegate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The testkit's delegates, compiled once for the tests of this module.
public final class TestDelegates {
    private static final Path FOLDER = Path.of("target", "test-delegates").toAbsolutePath();

    private TestDelegates() {}

    /// Skips a class whose tests expect an exception: in them, the one that says "skipped" would be the wrong one.
    public static void needCompiler() {
        library(TestDelegate.C);
    }

    public static Path library(TestDelegate delegate) {
        try {
            return delegate.compileTo(Files.createDirectories(FOLDER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The C delegate.
    ///
    /// @param options keys and values in turn
    public static Delegate.External c(String... options) {
        return external(TestDelegate.C, options);
    }

    public static Delegate.External external(TestDelegate delegate, String... options) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            pairs.put(options[i], options[i + 1]);
        }
        return new Delegate.External("vendor", library(delegate), pairs);
    }
}
