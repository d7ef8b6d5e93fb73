// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// The folder of this repository, from wherever a test runs.
///
/// It is the environment variable `EDGEWISE_ROOT`, which the build sets; without it (in an IDE) the nearest
/// folder with a `.mvn` in it, from the working directory upwards.
public final class ProjectRoot {
    static final String VARIABLE = "EDGEWISE_ROOT";

    private ProjectRoot() {}

    /// A file or folder of the repository.
    ///
    /// @param path relative to the root: `models/moderation`
    /// @throws IllegalStateException when it is not there
    public static Path path(String path) {
        return path(System.getenv(), workingDirectory(), path);
    }

    static Path path(Map<String, String> environment, Path workingDirectory, String path) {
        Path found = folder(environment, workingDirectory).resolve(path);
        if (!Files.exists(found)) {
            throw new IllegalStateException("the repository has no " + path + " (looked for " + found + ")");
        }
        return found;
    }

    static Path folder(Map<String, String> environment, Path workingDirectory) {
        String given = environment.get(VARIABLE);
        if (given != null) {
            return Path.of(given).toAbsolutePath().normalize();
        }
        return Stream.iterate(workingDirectory.toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve(".mvn")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no folder with .mvn at or above %s; set %s".formatted(workingDirectory, VARIABLE)));
    }

    static Path workingDirectory() {
        return Path.of("");
    }
}
