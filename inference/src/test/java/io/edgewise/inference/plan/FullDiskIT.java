// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Child.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packed weights where the disk has no room for them. In child processes, for which it really hasn't.
class FullDiskIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String IN_MEMORY = "XNNPACK runs 57 nodes, weights in memory";

    @TempDir
    private Path folder;

    private String say(String... runner) throws IOException {
        Path caches = Files.createDirectories(folder.resolve("weights"));
        try (Child child = Child.program(MakesCache.class.getName())
                // Without its performance data: that is a file too.
                .jvmArguments("--enable-native-access=ALL-UNNAMED", "-XX:-UsePerfData")
                .arguments(
                        TestLibrary.lite().file().path().toString(),
                        TinyFile.MODERATION_INT8.writeTo(folder).toString(),
                        caches.toString())
                .under(runner)
                .start()) {
            assertThat(child.awaitExit(LIMIT))
                    .as(() -> child.lines(Source.STDERR).toString())
                    .isZero();
            return String.join("\n", child.lines(Source.STDOUT));
        }
    }

    private List<Path> caches() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("weights"))) {
            return files.toList();
        }
    }

    @Test
    void withRoomTheyAreOnDisk() throws IOException {
        assertThat(say()).matches("XNNPACK runs 57 nodes, weights in [0-9a-f-]+[.]weights");
        assertThat(caches()).hasSize(1);
    }

    @Test
    void aDiskThatIsFullWhenTheFileIsWrittenLeavesTheModelRunning() throws IOException, InterruptedException {
        assertThat(sayOnDisk("size=1m,nr_inodes=1")).isEqualTo(IN_MEMORY);
    }

    @Test
    void aLimitOnTheSizeOfFilesIsFoundBeforeXnnpackDoes() throws IOException, InterruptedException {
        assumeTrue(runs("sh", "-c", "true"), "skipped: there is no shell, so no small limit");
        assertThat(say("sh", "-c", "ulimit -f 16; exec \"$@\"", "sh")).isEqualTo(IN_MEMORY);
        assertThat(caches()).isEmpty();
    }

    @Test
    void aDiskWithTooLittleRoomIsLeftAlone() throws IOException, InterruptedException {
        assertThat(sayOnDisk("size=64k")).isEqualTo(IN_MEMORY);
    }

    private String sayOnDisk(String options) throws IOException, InterruptedException {
        assumeMayMount();
        String mount = "mount -t tmpfs -o " + options + " none '" + folder.resolve("weights") + "' && exec \"$@\"";
        return say("unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh");
    }

    private static void assumeMayMount() throws InterruptedException {
        boolean may = runs("unshare", "--map-root-user", "--mount", "true");
        assumeTrue(may, "skipped: this user may not make a mount namespace, so no small disk");
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process probe =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return probe.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }
}
