// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import io.edgewise.inference.tflite.Processor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the operating system tells of the board. Everything is read below one root folder, so that a test can
/// bring a board of its own.
public final class Board {
    private static final long LEAST_FREE_MB = 200;
    private static final long LEAST_MEMORY_MB = 700;
    private static final double HOT_CELSIUS = 80;
    /// No board of today was made before this release: an earlier clock was never set.
    private static final Instant RELEASE = Instant.parse("2026-11-01T00:00:00Z");
    private static final Set<String> MATRIX_FEATURES =
            Set.of("asimddp", "i8mm", "asimdhp", "sve", "avx2", "avx512_vnni", "avx_vnni", "avx512f", "amx_int8");

    private final Path root;

    Board(Path root) {
        this.root = root;
    }

    /// The one that this process runs on.
    public static Board ofThisMachine() {
        return new Board(Path.of("/"));
    }

    /// Its make, processor, cores, system and Java, for people.
    public String name() {
        String made =
                Stream.of(make(), processorName()).flatMap(Optional::stream).collect(Collectors.joining(", "));
        return (made.isEmpty() ? "unknown board" : made) + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, " + system();
    }

    List<Finding> look(Path state) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("board", make().orElse("unknown board") + ", " + system()));
        findings.add(processor());
        findings.add(memory());
        findings.add(disk(state));
        findings.add(clock());
        temperature().ifPresent(findings::add);
        return findings;
    }

    private Optional<String> make() {
        return read("sys/firmware/devicetree/base/model")
                .or(() -> read("sys/class/dmi/id/product_name"))
                .map(name -> name.replace("\0", "").strip());
    }

    /// Where `/proc/cpuinfo` tells it, which it does on x86-64.
    private Optional<String> processorName() {
        return read("proc/cpuinfo")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", Java " + Runtime.version();
    }

    private Finding processor() {
        Set<String> found =
                new TreeSet<>(Processor.read(root.resolve("proc/cpuinfo")).features());
        found.retainAll(MATRIX_FEATURES);
        int cores = Runtime.getRuntime().availableProcessors();
        if (!Files.exists(root.resolve("sys/devices/system/cpu"))) {
            return Finding.wrong(
                    "processor",
                    cores + " cores; /sys/devices/system/cpu is not visible to this process, and"
                            + " XNNPACK needs it: check the sandbox or the container");
        }
        return Finding.ok("processor", cores + " cores, matrix instructions: " + (found.isEmpty() ? "none" : found));
    }

    private Finding memory() {
        long kilobytes = read("proc/meminfo")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
        if (kilobytes < 0) {
            return Finding.warning("memory", "unknown: /proc/meminfo can't be read");
        }
        long megabytes = kilobytes / 1024;
        String said = megabytes + " MB available";
        return megabytes < LEAST_MEMORY_MB
                ? Finding.warning("memory", said + "; with both bundles a gateway takes about 180 MB")
                : Finding.ok("memory", said);
    }

    private static Finding disk(Path state) {
        Path folder = state.toAbsolutePath();
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        // Files.getFileStore looks for the mount point, which a chroot may not show.
        long megabytes = folder.toFile().getUsableSpace() >> 20;
        String said = megabytes + " MB free at " + folder;
        return megabytes < LEAST_FREE_MB
                ? Finding.warning("disk", said + "; make room, or dead letters may not find a place")
                : Finding.ok("disk", said);
    }

    private static Finding clock() {
        Instant now = Instant.now();
        return now.isBefore(RELEASE)
                ? Finding.warning("clock", now + " is in the past: TLS will fail; set the clock or wait for time sync")
                : Finding.ok("clock", now.toString());
    }

    private Optional<Finding> temperature() {
        double hottest = Double.NaN;
        try (DirectoryStream<Path> zones =
                Files.newDirectoryStream(root.resolve("sys/class/thermal"), "thermal_zone*")) {
            for (Path zone : zones) {
                double celsius = celsius(zone);
                hottest = Double.isNaN(hottest) || celsius > hottest ? celsius : hottest;
            }
        } catch (IOException e) {
            return Optional.empty(); // Virtual machines have no thermal zones.
        }
        if (Double.isNaN(hottest)) {
            return Optional.empty();
        }
        String said = String.format(Locale.ROOT, "%.0f °C", hottest);
        return Optional.of(
                hottest >= HOT_CELSIUS
                        ? Finding.warning("temperature", said + ": the board slows itself down; give it air")
                        : Finding.ok("temperature", said));
    }

    /// Not a number when the zone can't be read, as zones of sleeping parts of a chip can't.
    private static double celsius(Path zone) {
        try {
            return Double.parseDouble(Files.readString(zone.resolve("temp")).strip()) / 1000;
        } catch (IOException | NumberFormatException e) {
            return Double.NaN;
        }
    }

    private Optional<String> read(String path) {
        try {
            return Optional.of(Files.readString(root.resolve(path)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
