// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for a while: closed, it goes away with all that is in it. Confined to one thread.
public record TemporaryFolder(Path path) implements AutoCloseable {
    /// Makes one where the platform has such folders, closed to other users.
    ///
    /// @throws UncheckedIOException when that fails
    public static TemporaryFolder make(String prefix) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for temporary files can be made", e);
        }
    }

    /// @throws UncheckedIOException when something can't be removed
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + path, e);
        }
    }
}
