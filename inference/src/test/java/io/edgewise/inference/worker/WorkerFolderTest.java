// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerFolderTest {
    @TempDir
    Path shared;

    private final Path temporary = Path.of("/tmp");

    @Test
    void theFolderThatSystemdMadeForTheServiceComesFirst() {
        assertThat(WorkerFolder.base(Map.of("RUNTIME_DIRECTORY", "/run/edgewise:/run/other"), shared, temporary))
                .isEqualTo(Path.of("/run/edgewise"));
    }

    @Test
    void memoryComesBeforeDisk() {
        assertThat(WorkerFolder.base(Map.of(), shared, temporary)).isEqualTo(shared);
        assertThat(WorkerFolder.base(Map.of(), shared.resolve("missing"), temporary))
                .isEqualTo(temporary);
    }
}
