// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.board.Board;
import io.edgewise.gateway.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardExamTest {
    @TempDir
    Path root;

    @BeforeEach
    void aRaspberryPi() throws IOException {
        write("sys/firmware/devicetree/base/model", "Raspberry Pi 5 Model B Rev 1.0\0");
        write("proc/cpuinfo", "processor\t: 0\nFeatures\t: fp asimd asimddp asimdhp crc32\n");
        write("sys/devices/system/cpu/online", "0-3\n");
        write("proc/meminfo", "MemTotal:        8245692 kB\nMemAvailable:    4194304 kB\n");
        write("sys/class/thermal/thermal_zone0/temp", "51250\n");
    }

    @Test
    void aFitBoardHasNothingButGoodFindings() {
        assertThat(new BoardExam(Board.under(root)).look(root, OptionalDouble.empty()))
                .filteredOn(finding -> !finding.what().equals("disk"))
                .allMatch(finding -> finding.level() == Level.OK);
        assertThat(find("board").orElseThrow().said()).startsWith("Raspberry Pi 5 Model B Rev 1.0, Linux ");
        assertThat(find("processor").orElseThrow().said()).endsWith("matrix instructions: [asimddp, asimdhp]");
        assertThat(find("memory")).contains(Finding.ok("memory", "4096 MB available of 8052"));
        assertThat(find("temperature")).contains(Finding.ok("temperature", "51 °C, limit 80 °C"));
    }

    @Test
    void aPcNamesItselfElsewhere() throws IOException {
        Files.delete(root.resolve("sys/firmware/devicetree/base/model"));
        write("sys/class/dmi/id/product_name", "Industrial Box 7\n");
        write("proc/cpuinfo", "flags\t\t: fpu avx2 avx512f avx2 avx512_vnni\nvmx flags\t: amx_int8\n");

        assertThat(find("board").orElseThrow().said()).startsWith("Industrial Box 7, ");
        assertThat(find("processor").orElseThrow().said())
                .as("a feature that is listed twice is no trouble")
                .endsWith("[avx2, avx512_vnni, avx512f]");
    }

    @Test
    void aProcessorThatXnnpackCannotSeeIsWrong() throws IOException {
        Files.delete(root.resolve("sys/devices/system/cpu/online"));
        Files.delete(root.resolve("sys/devices/system/cpu"));

        Finding processor = find("processor").orElseThrow();

        assertThat(processor.level()).isEqualTo(Level.WRONG);
        assertThat(processor.said()).contains("/sys/devices/system/cpu is not visible", "check the sandbox");
    }

    @Test
    void littleMemoryIsAWarning() throws IOException {
        write("proc/meminfo", "MemAvailable:     409600 kB\n");

        assertThat(find("memory").orElseThrow())
                .returns(Level.WARNING, Finding::level)
                .extracting(Finding::said)
                .asString()
                .startsWith("400 MB available; ");
    }

    @Test
    void whatCannotBeReadIsUnknownAndNotFatal() throws IOException {
        for (String file : new String[] {"proc/meminfo", "proc/cpuinfo", "sys/firmware/devicetree/base/model"}) {
            Files.delete(root.resolve(file));
        }

        assertThat(find("memory")).contains(Finding.warning("memory", "unknown: /proc/meminfo can't be read"));
        assertThat(find("processor").orElseThrow().said()).endsWith("matrix instructions: none");
        assertThat(find("board").orElseThrow().said()).startsWith("unknown board, ");
    }

    @Test
    void theHottestZoneCounts() throws IOException {
        write("sys/class/thermal/thermal_zone1/temp", "84000\n");
        write("sys/class/thermal/thermal_zone2/temp", "60000\n");

        assertThat(find("temperature"))
                .contains(
                        Finding.warning("temperature", "84 °C, limit 80 °C: the board slows itself down; give it air"));
    }

    @Test
    void nearItsLimitAGatewayGoesSlower() throws IOException {
        write("sys/class/thermal/thermal_zone0/temp", "75000\n");

        assertThat(find("temperature"))
                .contains(
                        Finding.warning("temperature", "75 °C, limit 80 °C: a gateway goes slower here; give it air"));
    }

    @Test
    void aWeakSupplyIsAWarning() throws IOException {
        write("sys/class/hwmon/hwmon2/name", "rpi_volt\n");
        write("sys/class/hwmon/hwmon2/in0_lcrit_alarm", "1\n");

        assertThat(find("power"))
                .contains(Finding.warning("power", "under-voltage: use the maker's supply and a short, thick cable"));
    }

    @Test
    void aBoardThatSlowsItselfDownIsAWarningWithItsPowerMode() throws IOException {
        write("var/lib/nvpmodel/status", "pmode:0002\n");
        assertThat(find("power")).contains(Finding.ok("power", "power mode 2"));

        write("sys/class/thermal/cooling_device0/type", "thermal-cpufreq-0\n");
        write("sys/class/thermal/cooling_device0/cur_state", "3\n");

        assertThat(find("power"))
                .contains(Finding.warning("power", "the board slows itself down at this moment; power mode 2"));
    }

    @Test
    void aZoneThatCannotBeReadDoesNotHideTheOthers() throws IOException {
        for (int zone = 1; zone < 8; zone++) {
            write("sys/class/thermal/thermal_zone" + zone + "/temp", zone % 2 == 0 ? "" : "asleep");
            Files.createDirectories(root.resolve("sys/class/thermal/thermal_zone1" + zone));
        }

        assertThat(find("temperature")).contains(Finding.ok("temperature", "51 °C, limit 80 °C"));
    }

    @Test
    void withoutThermalZonesThereIsNoTemperature() throws IOException {
        Files.delete(root.resolve("sys/class/thermal/thermal_zone0/temp"));
        Files.delete(root.resolve("sys/class/thermal/thermal_zone0"));

        assertThat(find("temperature")).isEmpty();
    }

    @Test
    void theDiskIsThatOfTheStateFolderEvenBeforeItExists() {
        Finding disk = new BoardExam(Board.under(root))
                .look(root.resolve("not/yet/there"), OptionalDouble.empty()).stream()
                        .filter(finding -> finding.what().equals("disk"))
                        .findFirst()
                        .orElseThrow();

        assertThat(disk.said()).contains(" MB free at " + root);
    }

    private Optional<Finding> find(String what) {
        return new BoardExam(Board.under(root))
                .look(root, OptionalDouble.empty()).stream()
                        .filter(finding -> finding.what().equals(what))
                        .findFirst();
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
