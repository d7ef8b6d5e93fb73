// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {
    private static final String MODEL = "a".repeat(64);
    /// This process's id, as a process had it before the last boot.
    private static final Quarantine.Prober GONE =
            new Quarantine.Prober(ProcessHandle.current().pid(), 1);

    @TempDir
    Path folder;

    private Path library;

    @BeforeEach
    void write() throws IOException {
        library = Files.writeString(folder.resolve("libnpu.so"), "version 1");
    }

    private Quarantine start() {
        return new Quarantine(folder.resolve("quarantine"), new ManualClock(), GONE);
    }

    private VendorDelegate delegate(Map<String, String> options) {
        return new VendorDelegate(
                "npu", library, options, List.of(), true, Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    private static VendorDelegate site(VendorDelegate one, List<Path> searchPath, Duration passLimit) {
        return new VendorDelegate(one.name(), one.library(), one.options(), searchPath, true, passLimit, one.coolOff());
    }

    private Quarantine.Marker marker() {
        return start().of(delegate(Map.of("device", "0")), MODEL);
    }

    @Test
    void nothingIsHeldAgainstALibraryThatWasNeverTried() {
        assertThat(marker().reason()).isEmpty();
    }

    @Test
    void aTrialThatDidNotEndIsForgivenOnce() {
        marker().probing();

        assertThat(marker().reason()).isEmpty();
    }

    @Test
    void aTrialThatAnotherProcessIsInIsNoCrash() {
        Quarantine alive = new Quarantine(folder.resolve("quarantine"), new ManualClock(), Quarantine.Prober.current());
        for (int i = 0; i < 3; i++) {
            alive.of(delegate(Map.of("device", "0")), MODEL).probing();

            assertThat(marker().reason()).isEmpty();
        }
    }

    @Test
    void twoTrialsThatDidNotEndAreKnownAtTheNextStart() throws IOException {
        marker().probing();
        marker().probing();

        String reason = marker().reason().orElseThrow();

        assertThat(reason)
                .startsWith("2 trials did not end, the last of 2026-11-22T10:00:00Z; remove ")
                .endsWith(" to try it again");
        Path file = Path.of(reason.replaceFirst(".*; remove (.*) to try it again", "$1"));
        Files.delete(file);
        assertThat(marker().reason()).isEmpty();
    }

    @Test
    void aCrashIsKnownAtTheNextStartWithItsSentence() {
        marker().probing();
        marker().crashed("the worker process aborted");

        assertThat(marker().reason().orElseThrow())
                .startsWith("the worker process aborted (2026-11-22T10:00:00Z); remove ");
    }

    @Test
    void aTrialThatEndedWellIsForgotten() throws IOException {
        marker().probing();
        marker().clear();
        marker().clear();

        assertThat(marker().reason()).isEmpty();
        try (Stream<Path> left = Files.list(folder.resolve("quarantine"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whateverTheSiteChangesIsTriedAnew() throws IOException {
        marker().crashed("x");

        assertThat(start().of(delegate(Map.of("device", "1")), MODEL).reason()).isEmpty();
        assertThat(start().of(delegate(Map.of("device", "0")), "b".repeat(64)).reason())
                .isEmpty();
        VendorDelegate same = delegate(Map.of("device", "0"));
        assertThat(start().of(site(same, List.of(folder), Duration.ofSeconds(2)), MODEL)
                        .reason())
                .isEmpty();
        assertThat(start().of(site(same, List.of(), Duration.ofSeconds(9)), MODEL)
                        .reason())
                .isEmpty();
        assertThat(start().of(same.coolingOff(Duration.ofSeconds(9)), MODEL).reason())
                .isPresent();
        Files.writeString(library, "version 2");
        assertThat(marker().reason()).isEmpty();
        Files.writeString(library, "version 1");
        assertThat(marker().reason()).isPresent();
    }

    @Test
    void aLibraryThatIsNotThereIsNobodysProblemHere() throws IOException {
        Files.delete(library);

        assertThat(marker().reason()).isEmpty();
    }
}
