// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import io.edgewise.gateway.board.BoardReading.Frequency;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the operating system tells of the board. Everything is read below one root folder, so that a test can
/// bring a board of its own. Immutable; files are read when asked, and may make the caller wait.
public final class Board {
    private static final String ROOT = "edgewise.sysroot";
    private static final long HERTZ = 1_000;

    private final SystemFiles files;

    private Board(Path root) {
        this.files = new SystemFiles(root);
    }

    /// One that is described below a folder.
    public static Board under(Path root) {
        return new Board(root);
    }

    /// The one that this process runs on; the system property `edgewise.sysroot` brings another.
    public static Board ofThisMachine() {
        return new Board(Path.of(System.getProperty(ROOT, "/")));
    }

    /// Where its files are.
    public Path root() {
        return files.root();
    }

    /// Its make.
    public Optional<String> make() {
        return files.text("sys/firmware/devicetree/base/model").or(() -> files.text("sys/class/dmi/id/product_name"));
    }

    /// What kind of board it is.
    public BoardKind kind() {
        return BoardKind.of(
                make().orElse(""),
                files.text("sys/firmware/devicetree/base/compatible").orElse(""));
    }

    /// Its make, processor, cores, system and Java, for people.
    public String name() {
        String made =
                Stream.of(make(), processorName()).flatMap(Optional::stream).collect(Collectors.joining(", "));
        return (made.isEmpty() ? "unknown board" : made) + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, " + system();
    }

    /// Where `/proc/cpuinfo` tells it, which it does on x86-64.
    private Optional<String> processorName() {
        return files.text("proc/cpuinfo")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    /// System and Java, for people.
    public static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", Java " + Runtime.version();
    }

    /// Memory that programs may still take, in MiB.
    public OptionalLong availableMegabytes() {
        return memory("MemAvailable:");
    }

    /// All its memory, in MiB.
    public OptionalLong totalMegabytes() {
        return memory("MemTotal:");
    }

    private OptionalLong memory(String line) {
        return files.text("proc/meminfo")
                .orElse("")
                .lines()
                .filter(found -> found.startsWith(line))
                .map(found -> found.replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty() && digits.length() < 18)
                .mapToLong(digits -> Long.parseLong(digits) / 1024)
                .findFirst();
    }

    /// How it is at this moment.
    ///
    /// @param siteLimit of the temperature in °C, in place of the one that the board tells
    public BoardReading read(OptionalDouble siteLimit) {
        ThermalZones zones = new ThermalZones(files, kind(), siteLimit);
        Supply supply = new Supply(files);
        return new BoardReading(
                zones.hottest(),
                frequency(),
                supply.isUnderVoltage(),
                supply.isThrottled() || zones.slowsProcessors(),
                supply.overCurrents(),
                supply.powerMode());
    }

    private Frequency frequency() {
        return files.children("sys/devices/system/cpu/cpufreq", "policy*").stream()
                .map(policy -> new Frequency(
                        hertz(policy.resolve("scaling_cur_freq")), hertz(policy.resolve("cpuinfo_max_freq"))))
                .max(Comparator.comparingLong(cores -> cores.most().orElse(0)))
                .orElse(new Frequency(OptionalLong.empty(), OptionalLong.empty()));
    }

    private static OptionalLong hertz(Path file) {
        return SystemFiles.number(file, 10).stream()
                .filter(kilohertz -> kilohertz > 0 && kilohertz < Integer.MAX_VALUE)
                .map(kilohertz -> kilohertz * HERTZ)
                .findFirst();
    }
}
