// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.misuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.misuse.Misuse.Case;
import io.edgewise.testkit.delegate.TestDelegate;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Child.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What would end a process is a sentence, and the process goes on; each case in a process of its own. A table of
/// exit codes is printed at the end.
@TestInstance(Lifecycle.PER_CLASS)
class NativeMisuseIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final List<String> table = new ArrayList<>();

    private Child start(String program, String what) {
        return Child.program(program)
                .jvmArguments(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=/dev/null")
                .arguments(
                        what,
                        TestLibrary.cache().toString(),
                        folder.toString(),
                        TestDelegates.library(TestDelegate.C).toString())
                .start();
    }

    private void row(String what, int exit, String said) {
        table.add(String.format(Locale.ROOT, "%-36s exit %3d  %.150s", what, exit, said));
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void itIsASentenceAndTheProcessGoesOn(Case misuse) {
        try (Child child = start(Misuse.class.getName(), misuse.name())) {
            int exit = child.awaitExit(LIMIT);
            List<String> said = child.lines(Source.STDOUT);
            row(misuse.name(), exit, said.isEmpty() ? "" : said.getFirst());

            assertThat(exit).as(() -> child.lines().all().toString()).isZero();
            assertThat(said).hasSize(2);
            assertThat(said.getFirst()).matches("told: [A-Z][A-Za-z]+Exception: .{10,}");
            assertThat(said.getLast()).isEqualTo("after: 7 logits");
            assertThat(child.lines(Source.STDERR)).isEmpty();
        }
    }

    /// If one of these lived, the guard against it could go.
    @ParameterizedTest
    @CsvSource({
        "weight-cache-of-another-model, 134",
        "delegate-crashes-in-create, 1",
        "delegate-aborts-in-prepare, 134",
        "delegate-exits-in-init, 3"
    })
    void whatIsGuardedAgainstIsDeadlyIndeed(String way, int expected) {
        try (Child child = start(Misuse.Deadly.class.getName(), way)) {
            int exit = child.awaitExit(LIMIT);
            row("(unguarded) " + way, exit, "");

            assertThat(exit).as(() -> child.lines().all().toString()).isEqualTo(expected);
            assertThat(child.lines(Source.STDOUT)).doesNotContain("alive");
        }
    }

    @AfterAll
    void print() {
        table.forEach(System.out::println);
    }
}
