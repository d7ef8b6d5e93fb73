// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.bundle.DescriptorFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where Edgewise is installed: the folder with `models/`. The launcher tells it with `-Dedgewise.home`.
final class Home {
    private Home() {}

    static Path path() {
        return Path.of(System.getProperty("edgewise.home", "")).toAbsolutePath().normalize();
    }

    /// The bundles that ship, by name.
    static List<Path> shippedBundles() {
        Path models = path().resolve("models");
        if (!Files.isDirectory(models)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(models)) {
            return entries.filter(entry -> Files.exists(entry.resolve("bundle.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + models + " can't be read", e);
        }
    }

    /// Those of them that read texts; and what can't be told, so that somebody looks at it.
    static List<Path> shippedReaders() {
        return shippedBundles().stream().filter(bundle -> !isGenerator(bundle)).toList();
    }

    private static boolean isGenerator(Path bundle) {
        try {
            return DescriptorFile.read(bundle).isGenerator();
        } catch (BundleException e) {
            return false; // whoever opens it says why
        }
    }

    /// A bundle directory as given on the command line: a path, or the name of one that ships.
    static Path bundle(Path given) {
        Path shipped = path().resolve("models").resolve(given);
        return !Files.exists(given) && Files.isDirectory(shipped) ? shipped : given;
    }
}
