// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The state folder of a simulation, where dead letters can be kept or not. Confined to the test's thread.
final class SimulatedDisk {
    private final Path deadLetterFile;
    private final List<Path> setAside = new ArrayList<>();

    SimulatedDisk(Path folder) {
        this.deadLetterFile = folder.resolve("dead-letters.jsonl");
    }

    void fill() {
        try {
            if (!Files.isDirectory(deadLetterFile)) {
                setAside();
                Files.createDirectory(deadLetterFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// So that what was kept is counted at the end.
    private void setAside() throws IOException {
        if (Files.exists(deadLetterFile)) {
            Path aside = deadLetterFile.resolveSibling("aside-" + setAside.size());
            Files.move(deadLetterFile, aside);
            setAside.add(aside);
        }
    }

    void free() {
        try {
            if (Files.isDirectory(deadLetterFile)) {
                Files.delete(deadLetterFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Those that only the files have.
    int letters(String name) {
        return Stream.concat(setAside.stream(), Stream.of(deadLetterFile))
                .filter(Files::isRegularFile)
                .mapToInt(file -> lettersIn(file, name))
                .sum();
    }

    private static int lettersIn(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return (int) lines.filter(line -> line.contains("\"published\":false"))
                    .filter(line -> line.contains("\"name\":\"" + String.format("%-12s", name) + "\""))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
