// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// Third-party data sets and model files, which are never part of the repository.
///
/// They lie in the folder of the environment variable `EDGEWISE_SHARED`, by default `shared` beside the repository. A
/// test that needs a file which is not there is skipped, and says what is missing and what to set.
public final class SharedData {
    static final String VARIABLE = "EDGEWISE_SHARED";

    private SharedData() {}

    /// A file or folder with third-party data; aborts the calling test when it is not there.
    ///
    /// @param path relative to the shared folder: `datasets/extraction/massive_en`
    public static Path require(String path) {
        return require(System.getenv(), ProjectRoot.workingDirectory(), path);
    }

    static Path require(Map<String, String> environment, Path workingDirectory, String path) {
        Path folder = folder(environment, workingDirectory);
        Path found = folder.resolve(path);
        if (!Files.exists(found)) {
            Assumptions.abort("skipped: %s is not in %s; set %s to the folder with the third-party data"
                    .formatted(path, folder, VARIABLE));
        }
        return found;
    }

    private static Path folder(Map<String, String> environment, Path workingDirectory) {
        String given = environment.get(VARIABLE);
        return given != null
                ? Path.of(given).toAbsolutePath().normalize()
                : ProjectRoot.folder(environment, workingDirectory).resolveSibling("shared");
    }
}
