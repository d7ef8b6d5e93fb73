// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The unit and its drop-ins, as systemd itself reads them.
final class SystemdUnitIT {
    private static final Path UNIT = ProjectRoot.path("systemd/edgewise.service");

    /// Tenths of what `systemd-analyze security` calls exposure.
    private static final int MOST_EXPOSED = 12;

    private static final int LEAST_EXPOSED = 6;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void needsSystemd() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
                "skipped: systemd-analyze is not installed (apt install systemd)");
    }

    static List<Path> dropIns() throws IOException {
        try (Stream<Path> files = Files.list(ProjectRoot.path("systemd/edgewise.service.d"))) {
            return files.sorted().toList();
        }
    }

    /// With programs that are on every machine in place of what the package installs.
    private Path unit(List<Path> dropIns) {
        try {
            Path unit = folder.resolve("edgewise.service");
            Files.writeString(
                    unit,
                    Files.readString(UNIT)
                            .replace("ExecStart=/usr/lib/edgewise/java ", "ExecStart=/usr/bin/true ")
                            .replace("ExecReload=/usr/bin/edgewise ", "ExecReload=/usr/bin/true "));
            Path more = Files.createDirectories(folder.resolve("edgewise.service.d"));
            for (Path dropIn : dropIns) {
                Files.copy(dropIn, more.resolve(String.valueOf(dropIn.getFileName())));
            }
            return unit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Said(int status, String text) {}

    private static Said analyze(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/systemd-analyze"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    @Test
    void theUnitHasNoMistake() throws Exception {
        Said said = analyze("verify", unit(List.of()).toString());

        assertThat(said.text()).isEmpty();
        assertThat(said.status()).isZero();
    }

    @Test
    void theServiceIsExposedAsLittleAsItCanBe() throws Exception {
        Said said = analyze(
                "security",
                "--offline=true",
                "--threshold=" + MOST_EXPOSED,
                unit(List.of()).toString());

        System.out.println(said.text()
                .lines()
                .filter(line -> line.contains("Overall"))
                .findFirst()
                .orElse(said.text()));
        assertThat(said.status()).as(said.text()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dropIns")
    void aDropInHasNoMistakeAndOpensLittle(Path dropIn) throws Exception {
        String unit = unit(List.of(dropIn)).toString();

        assertThat(analyze("verify", unit).text()).isEmpty();
        assertThat(analyze("security", "--offline=true", "--threshold=" + MOST_EXPOSED, unit))
                .extracting(Said::status)
                .isEqualTo(0);
    }

    /// It may write its cache and nothing else, and has no network but loopback.
    @Test
    void theUnitThatMakesTheCacheHasNoMistakeAndIsExposedLess() throws Exception {
        Path unit = Files.writeString(
                folder.resolve("edgewise-aot.service"),
                Files.readString(ProjectRoot.path("systemd/edgewise-aot.service"))
                        .replace("ExecStart=/usr/lib/edgewise/aot-cache", "ExecStart=/usr/bin/true"));

        assertThat(analyze("verify", unit.toString()).text()).isEmpty();
        assertThat(analyze("security", "--offline=true", "--threshold=" + LEAST_EXPOSED, unit.toString()))
                .extracting(Said::status)
                .isEqualTo(0);
    }

    /// A directive that systemd does not know would be a warning in a journal that nobody reads.
    @Test
    void aMistakeWouldBeFound() throws Exception {
        Path unit = unit(List.of());
        Files.writeString(unit, Files.readString(unit).replace("WatchdogSec=30", "WatchdogSecs=30"));

        assertThat(analyze("verify", unit.toString()).text()).contains("WatchdogSecs");
    }
}
