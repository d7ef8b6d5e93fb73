// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerCommandTest {
    private static final Path SOCKET = Path.of("/run/edgewise/s");

    @Test
    void onAClassPathTheWorkerHasTheSame() {
        List<String> words = new WorkerCommand(
                        Optional.empty(), Map.of("java.home", "/jdk", "java.class.path", "a.jar:b.jar"))
                .words(SOCKET);

        assertThat(words).startsWith("/jdk/bin/java", "-XX:+UseSerialGC");
        assertThat(words)
                .endsWith(
                        "-cp",
                        "a.jar:b.jar",
                        "--enable-native-access=ALL-UNNAMED",
                        "io.edgewise.inference.worker.DelegateWorker",
                        "/run/edgewise/s");
    }

    @Test
    void withModulesTheWorkerHasTheSame() {
        List<String> words = new WorkerCommand(
                        Optional.of("io.edgewise.inference"),
                        Map.of("java.home", "/jdk", "java.class.path", "", "jdk.module.path", "mods"))
                .words(SOCKET);

        assertThat(words)
                .endsWith(
                        "--enable-native-access=io.edgewise.inference",
                        "--module-path",
                        "mods",
                        "--module",
                        "io.edgewise.inference/io.edgewise.inference.worker.DelegateWorker",
                        "/run/edgewise/s")
                .doesNotContain("-cp");
    }
}
