// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.process.Child.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Child.Builder program(String... arguments) {
        return Child.program(ChildProgram.class.getName())
                .jvmArguments("-Xmx32m", "-XX:+UseSerialGC")
                .arguments(arguments);
    }

    @Test
    void handsOverArgumentsEnvironmentAndDirectory(@TempDir Path directory) {
        try (Child child = program("echo", "two words")
                .environment("EDGEWISE_TEST", "a value")
                .directory(directory)
                .start()) {
            assertThat(child.awaitExit(SOON)).isEqualTo(3);
            child.awaitLine("to stderr", SOON);

            assertThat(child.lines(Source.STDOUT))
                    .containsExactly(
                            "two words", "a value", directory.toAbsolutePath().toString());
            assertThat(child.lines(Source.STDERR)).contains("to stderr");
        }
    }

    @Test
    void killRunsNoShutdownHook() {
        try (Child child = program("wait").start()) {
            child.awaitLine("^READY \\d+$", SOON);

            child.kill();

            assertThat(child.isAlive()).isFalse();
            assertThat(child.awaitExit(Duration.ZERO)).isEqualTo(137);
            assertThatThrownBy(() -> child.awaitLine("HOOK", SOON))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("before the end");
        }
    }

    @Test
    void terminateRunsShutdownHooks() {
        try (Child child = program("wait").start()) {
            child.awaitLine("READY", SOON);

            child.terminate();

            assertThat(child.awaitExit(SOON)).isEqualTo(143);
            child.awaitLine("HOOK", SOON);
        }
    }

    @Test
    void aFrozenProgramHearsNothingUntilItIsThawed() {
        try (Child child = program("wait").start()) {
            child.awaitLine("READY", SOON);

            child.freeze();
            child.terminate();

            assertThatThrownBy(() -> child.awaitExit(Duration.ofMillis(300))).isInstanceOf(AssertionError.class);
            child.thaw();
            assertThat(child.awaitExit(SOON)).isEqualTo(143);
        }
    }

    @Test
    void closeEndsTheProcess() {
        ProcessHandle handle;
        try (Child child = program("wait").start()) {
            handle = ProcessHandle.of(child.pid()).orElseThrow();
            child.awaitLine("READY", SOON);
            assertThatThrownBy(() -> child.awaitExit(Duration.ofMillis(10)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("still runs");
        }
        assertThat(handle.isAlive()).isFalse();
    }

    @Test
    void aProgramThatDoesNotStartShowsWhy() {
        try (Child child = Child.program("no.such.Program").start()) {
            assertThatThrownBy(() -> child.awaitLine("READY", SOON))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no.such.Program");
            assertThat(child.awaitExit(SOON)).isOne();
        }
    }

    @Test
    void readsMoreThanAPipeHolds() {
        try (Child child = program("lines", "20000").start()) {
            assertThat(child.awaitExit(SOON)).isZero();
            child.awaitLine("^line 19999$", SOON);

            List<String> lines = child.lines(Source.STDOUT);
            assertThat(lines).hasSize(20_000).startsWith("line 0");
        }
    }
}
