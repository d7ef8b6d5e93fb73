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
                case "--rounds" -> rounds = rounds(value(word, words));
                default -> {
                    if (word.startsWith("-") || bundle.isPresent()) {
                        throw new IllegalArgumentException("\"" + word + "\" is not expected");
                    }
                    bundle = Optional.of(there(word));
                }
            }
        }
        return new BenchOptions(
                bundle.orElseThrow(() -> new IllegalArgumentException("no bundle is named")), against, python, rounds);
    }

    private static int rounds(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("--rounds is \"" + text + "\", expected a number from 1 to 9999");
        }
        return Integer.parseInt(text);
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
