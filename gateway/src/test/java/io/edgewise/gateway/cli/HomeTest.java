// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    private static final String PROPERTY = "edgewise.home";

    private final String before = System.getProperty(PROPERTY, "");

    @TempDir
    Path folder;

    @BeforeEach
    void installHere() {
        System.setProperty(PROPERTY, folder.toString());
    }

    @AfterEach
    void putBack() {
        if (before.isEmpty()) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void bundlesThatShipAreFoundByNameAndInOrder() throws IOException {
        Path b = bundle("models/b");
        Path a = bundle("models/a");
        Files.createDirectories(folder.resolve("models/no-bundle"));

        assertThat(Home.shippedBundles()).containsExactly(a, b);
    }

    @Test
    void withoutModelsThereAreNone() {
        assertThat(Home.shippedBundles()).isEmpty();
    }

    @Test
    void aNameIsABundleThatShips() throws IOException {
        Path shipped = bundle("models/only-here");

        assertThat(Home.bundle(Path.of("only-here"))).isEqualTo(shipped);
    }

    @Test
    void aPathStaysAPath() throws IOException {
        Path own = bundle("elsewhere/moderation");

        assertThat(Home.bundle(own)).isEqualTo(own);
        assertThat(Home.bundle(Path.of("neither-nor"))).isEqualTo(Path.of("neither-nor"));
    }

    @Test
    void withoutThePropertyItIsTheWorkingFolder() {
        System.clearProperty(PROPERTY);

        assertThat(Home.path()).isEqualTo(Path.of("").toAbsolutePath());
    }

    private Path bundle(String path) throws IOException {
        Path bundle = Files.createDirectories(folder.resolve(path));
        Files.writeString(bundle.resolve("bundle.json"), "{}");
        return bundle;
    }
}
