// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.board.BoardReading.Frequency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is read of each of the fixture trees.
class BoardTest {
    private static final Frequency UNTOLD = new Frequency(OptionalLong.empty(), OptionalLong.empty());

    @TempDir
    private Path folder;

    private static Board board(String name) {
        return Board.under(Boards.root(name));
    }

    private static BoardReading read(String name) {
        return board(name).read(OptionalDouble.empty());
    }

    @Test
    void aRaspberryPi4HasTheLimitOfItsFirmwareAndOnlyThePastInItsFlags() {
        assertThat(board("pi4").make()).contains("Raspberry Pi 4 Model B Rev 1.4");
        assertThat(board("pi4").kind()).isEqualTo(BoardKind.RASPBERRY_PI_4);
        assertThat(board("pi4").totalMegabytes()).hasValue(3793);
        assertThat(board("pi4").availableMegabytes()).hasValue(3072);
        assertThat(read("pi4"))
                .isEqualTo(new BoardReading(
                        Optional.of(new Heat("cpu-thermal", 61.835, 80)),
                        new Frequency(OptionalLong.of(1_800_000_000), OptionalLong.of(1_800_000_000)),
                        false,
                        false,
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    @Test
    void aRaspberryPi5ThatIsSlowedDownAndHasAWeakSupplySaysSo() {
        assertThat(board("pi5").kind()).isEqualTo(BoardKind.RASPBERRY_PI_5);
        assertThat(read("pi5"))
                .isEqualTo(new BoardReading(
                        Optional.of(new Heat("cpu-thermal", 83.2, 80)),
                        new Frequency(OptionalLong.of(1_500_000_000), OptionalLong.of(2_400_000_000L)),
                        true,
                        true,
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    @Test
    void aJetsonHasItsOwnTripPointsAndAPowerMode() {
        assertThat(board("orin").kind()).isEqualTo(BoardKind.JETSON);
        assertThat(read("orin"))
                .isEqualTo(new BoardReading(
                        Optional.of(new Heat("tj-thermal", 71.8, 99)),
                        new Frequency(OptionalLong.of(1_190_400_000), OptionalLong.of(1_510_400_000)),
                        false,
                        false,
                        OptionalLong.of(7),
                        Optional.of("7W")));
    }

    @Test
    void aVirtualMachineHasNothingToTell() {
        assertThat(board("vm").make()).contains("Standard PC (Q35 + ICH9, 2009)");
        assertThat(board("vm").kind()).isEqualTo(BoardKind.GENERIC);
        assertThat(read("vm"))
                .isEqualTo(new BoardReading(
                        Optional.empty(), UNTOLD, false, false, OptionalLong.empty(), Optional.empty()));
    }

    @Test
    void garbageIsSkipped() {
        assertThat(board("broken").make()).isEmpty();
        assertThat(board("broken").kind()).isEqualTo(BoardKind.GENERIC);
        assertThat(board("broken").name()).startsWith("unknown board, ");
        assertThat(board("broken").totalMegabytes()).isEmpty();
        assertThat(board("broken").availableMegabytes()).isEmpty();
        assertThat(read("broken"))
                .isEqualTo(new BoardReading(
                        Optional.of(new Heat("thermal_zone4", 52, 85)),
                        UNTOLD,
                        false,
                        false,
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    @Test
    void aRootThatIsNotThereIsAnUnknownBoard() {
        Board nowhere = Board.under(folder.resolve("nowhere"));

        assertThat(nowhere.make()).isEmpty();
        assertThat(nowhere.read(OptionalDouble.empty()).heat()).isEmpty();
    }

    @Test
    void theSitesLimitTakesThePlaceOfTheBoards() {
        assertThat(board("orin").read(OptionalDouble.of(70)).heat())
                .get()
                .returns(70.0, Heat::limit)
                .returns(71.8, Heat::celsius);
    }

    @Test
    void theZoneNearestToItsOwnLimitCounts() throws IOException {
        Path root = Boards.copy("orin", folder.resolve("copy"));
        Path zone = root.resolve("sys/class/thermal/thermal_zone5");
        Files.createDirectories(zone);
        Files.writeString(zone.resolve("type"), "battery\n");
        Files.writeString(zone.resolve("temp"), "55000\n");
        Files.writeString(zone.resolve("trip_point_0_type"), "passive\n");
        Files.writeString(zone.resolve("trip_point_0_temp"), "60000\n");

        assertThat(Board.under(root).read(OptionalDouble.empty()).heat()).contains(new Heat("battery", 55, 60));
    }

    @ParameterizedTest
    @CsvSource({
        "0, false, false",
        "1, true, false",
        "2, false, true",
        "4, false, true",
        "8, false, true",
        "0x50005, true, true",
        "f0000, false, false",
        "zzz, false, false"
    })
    void theFlagsOfTheFirmwareAreInHexAndThoseOfThePastDoNotCount(String flags, boolean underVoltage, boolean throttled)
            throws IOException {
        Path root = Boards.copy("pi4", folder.resolve("copy"));
        Files.writeString(root.resolve("sys/devices/platform/soc/soc:firmware/get_throttled"), flags + "\n");

        assertThat(Board.under(root).read(OptionalDouble.empty()))
                .returns(underVoltage, BoardReading::underVoltage)
                .returns(throttled, BoardReading::throttled);
    }

    @ParameterizedTest
    @CsvSource({"thermal-cpufreq-0, 2, true", "Processor, 1, true", "cpufreq-cpu0, 0, false", "pwm-fan, 4, false"})
    void theKernelSlowsProcessorsDownByTheirCoolingDevices(String type, int state, boolean throttled)
            throws IOException {
        Path root = Boards.copy("vm", folder.resolve("copy"));
        Path device = root.resolve("sys/class/thermal/cooling_device0");
        Files.createDirectories(device);
        Files.writeString(device.resolve("type"), type + "\n");
        Files.writeString(device.resolve("cur_state"), state + "\n");

        assertThat(Board.under(root).read(OptionalDouble.empty()).throttled()).isEqualTo(throttled);
    }

    @ParameterizedTest
    @CsvSource({
        "Raspberry Pi Compute Module 4 Rev 1.1, 'raspberrypi,4-compute-module brcm,bcm2711', RASPBERRY_PI_4",
        "Raspberry Pi 400 Rev 1.0, 'raspberrypi,400 brcm,bcm2711', RASPBERRY_PI_4",
        "Raspberry Pi 500 Rev 1.0, 'raspberrypi,500 brcm,bcm2712', RASPBERRY_PI_5",
        "Raspberry Pi 5 Model B Rev 1.0, '', RASPBERRY_PI_5",
        "Raspberry Pi 3 Model B Plus Rev 1.3, 'raspberrypi,3-model-b-plus brcm,bcm2837', RASPBERRY_PI",
        "NVIDIA Jetson AGX Orin, '', JETSON",
        "'', 'nvidia,p3701 nvidia,tegra234', JETSON",
        "'linux,dummy-virt', 'linux,dummy-virt', GENERIC"
    })
    void theKindIsThatOfTheProcessor(String model, String compatible, BoardKind kind) {
        assertThat(BoardKind.of(model, compatible)).isEqualTo(kind);
    }

    @Test
    void itsNameSaysWhatWasMeasuredOn() {
        assertThat(board("pi5").name())
                .startsWith("Raspberry Pi 5 Model B Rev 1.0, ")
                .containsPattern(", \\d+ cores, .*, Java \\d");
        assertThat(board("vm").name()).startsWith("Standard PC (Q35 + ICH9, 2009), AMD EPYC 9R45, ");
    }
}
