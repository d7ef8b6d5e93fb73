// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// [ProjectRoot] and [SharedData] in a made-up repository.
class ProjectFilesTest {
    @TempDir
    private Path temp;

    private Path root;
    private Path module;

    @BeforeEach
    void makeRepository() throws IOException {
        root = Files.createDirectories(temp.resolve("repository"));
        module = Files.createDirectories(root.resolve("module/target"));
        Files.createDirectories(root.resolve(".mvn"));
        Files.createDirectories(root.resolve("models/moderation"));
    }

    @Test
    void rootIsTheFolderOfTheVariable() {
        Path found = ProjectRoot.path(Map.of("EDGEWISE_ROOT", root.toString()), temp, "models/moderation");

        assertThat(found).isEqualTo(root.resolve("models/moderation"));
    }

    @Test
    void rootIsTheNearestFolderWithMvnWithoutTheVariable() {
        assertThat(ProjectRoot.path(Map.of(), module, "models")).isEqualTo(root.resolve("models"));
    }

    @Test
    void noRootIsAnErrorThatSaysWhatToSet() {
        assertThatThrownBy(() -> ProjectRoot.path(Map.of(), temp, "models"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no folder with .mvn")
                .hasMessageContaining("EDGEWISE_ROOT");
    }

    @Test
    void aFileTheRepositoryLacksIsAnErrorNotASkip() {
        assertThatThrownBy(() -> ProjectRoot.path(Map.of(), module, "models/none"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("models/none");
    }

    @Test
    void sharedDataIsInTheFolderOfTheVariable() throws IOException {
        Path file = Files.createFile(temp.resolve("words.txt"));

        assertThat(SharedData.require(Map.of("EDGEWISE_SHARED", temp.toString()), module, "words.txt"))
                .isEqualTo(file);
    }

    @Test
    void sharedDataIsBesideTheRepositoryWithoutTheVariable() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("shared/datasets"));

        assertThat(SharedData.require(Map.of(), module, "datasets")).isEqualTo(folder);
    }

    @Test
    void missingSharedDataSkipsTheTestAndSaysWhatToSet() {
        assertThatThrownBy(() -> SharedData.require(Map.of(), module, "datasets/none"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("skipped: datasets/none is not in " + temp.resolve("shared"))
                .hasMessageContaining("EDGEWISE_SHARED");
    }

    @Test
    void theBuildSetsTheRoot() {
        assertThat(ProjectRoot.path("testkit/pom.xml")).isRegularFile();
    }
}
