// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/// What boards tell of themselves, as files in the test resources; written after the sources of kernels.
public final class Boards {
    private Boards() {}

    /// The root of one.
    ///
    /// @param name a folder of `boards`
    public static Path root(String name) {
        try {
            return Path.of(Objects.requireNonNull(Boards.class.getResource("/boards/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A copy of one, to be changed.
    public static Path copy(String name, Path folder) {
        Path from = root(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
