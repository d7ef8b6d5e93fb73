// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What the command was told. Immutable.
///
/// @param against a GGUF file for llama.cpp
/// @param python that has llama.cpp
record BenchOptions(Path bundle, Optional<Path> against, Optional<Path> python, int rounds) {
    static final String USAGE =
            "usage: edgewise bench generate BUNDLE [--against MODEL.gguf [--python PATH]] [--rounds N]";

    private static final int ROUNDS = 9;

    /// @throws IllegalArgumentException with what is wrong
    static BenchOptions of(String... arguments) {
        Deque<String> words = new ArrayDeque<>(List.of(arguments));
        Optional<Path> bundle = Optional.empty();
        Optional<Path> against = Optional.empty();
        Optional<Path> python = Optional.empty();
        int rounds = ROUNDS;
        while (!words.isEmpty()) {
            String word = words.removeFirst();
            switch (word) {
                case "--against" -> against = Optional.of(there(value(word, words)));
                case "--python" -> python = Optional.of(there(value(word, words)));
                case "--rounds" -> rounds = Integer.parseInt(value(word, words));
                default -> bundle = Optional.of(there(word));
            }
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds is " + rounds + ", expected at least 1");
        }
        return new BenchOptions(
                bundle.orElseThrow(() -> new IllegalArgumentException("no bundle is named")), against, python, rounds);
    }

    private static String value(String option, Deque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.removeFirst();
    }

    private static Path there(String path) {
        if (!Files.exists(Path.of(path))) {
            throw new IllegalArgumentException(path + " is not there");
        }
        return Path.of(path).toAbsolutePath();
    }
}
