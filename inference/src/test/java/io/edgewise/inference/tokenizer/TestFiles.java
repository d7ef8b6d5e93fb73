// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the tests find what is not made by themselves.
final class TestFiles {

    private TestFiles() {}

    /// The `vocab.txt` of a shipped bundle: the repository's own, or else the one beside the third-party files. Skips
    /// the test if there is neither.
    static Path vocabulary(String bundle) {
        Path shipped = root().resolve("models").resolve(bundle).resolve("vocab.txt");
        return Files.exists(shipped) ? shipped : model(bundle).resolve("vocab.txt");
    }

    /// The folder of a trained model. Skips the test if it is not there.
    static Path model(String name) {
        return existing(shared().resolve("models").resolve("edgewise").resolve(name));
    }

    /// A small tokenizer that `training/make_tokenizers.py` made.
    static Path fixture(String name) {
        return Path.of("src", "test", "resources", "io", "edgewise", "inference", "tokenizer", name);
    }

    /// A third-party file. Skips the test if it is not there.
    static Path thirdParty(String name) {
        return existing(shared().resolve("models").resolve(name));
    }

    /// The folder with the data sets. Skips the test if it is not there.
    static Path datasets() {
        return existing(shared().resolve("datasets"));
    }

    private static Path existing(Path path) {
        assumeTrue(
                Files.exists(path),
                () -> "Skipped: " + path + " is not there; set EDGEWISE_SHARED to the folder with third-party files");
        return path;
    }

    private static Path shared() {
        String shared = System.getenv("EDGEWISE_SHARED");
        return shared == null ? root().resolve("..").resolve("shared").normalize() : Path.of(shared);
    }

    private static Path root() {
        String root = System.getenv("EDGEWISE_ROOT");
        return root == null ? Path.of("..").toAbsolutePath().normalize() : Path.of(root);
    }
}
