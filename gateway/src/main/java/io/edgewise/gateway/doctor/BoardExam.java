// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import io.edgewise.gateway.board.Board;
import io.edgewise.gateway.board.BoardReading;
import io.edgewise.gateway.board.Heat;
import io.edgewise.inference.tflite.Processor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Whether the board is fit for a gateway. Immutable.
///
/// @param board what the operating system tells of it
record BoardExam(Board board) {
    private static final long LEAST_FREE_MB = 200;
    private static final long LEAST_MEMORY_MB = 700;
    /// Below its limit a board has so much left before a gateway is slowed down.
    private static final double SPARE_KELVIN = 5;
    /// No board of today was made before this release: an earlier clock was never set.
    private static final Instant RELEASE = Instant.parse("2026-11-01T00:00:00Z");
    private static final Set<String> MATRIX_FEATURES =
            Set.of("asimddp", "i8mm", "asimdhp", "sve", "avx2", "avx512_vnni", "avx_vnni", "avx512f", "amx_int8");

    /// @param state folder for what must outlive a restart
    /// @param limit of the temperature that the site sets
    List<Finding> look(Path state, OptionalDouble limit) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("board", board.make().orElse("unknown board") + ", " + Board.system()));
        findings.add(processor());
        findings.add(memory());
        findings.add(disk(state));
        findings.add(clock());
        BoardReading now = board.read(limit);
        now.heat().map(BoardExam::temperature).ifPresent(findings::add);
        power(now).ifPresent(findings::add);
        return findings;
    }

    private Finding processor() {
        Set<String> found = new TreeSet<>(
                Processor.read(board.root().resolve("proc/cpuinfo")).features());
        found.retainAll(MATRIX_FEATURES);
        int cores = Runtime.getRuntime().availableProcessors();
        if (!Files.exists(board.root().resolve("sys/devices/system/cpu"))) {
            return Finding.wrong(
                    "processor",
                    cores + " cores; /sys/devices/system/cpu is not visible to this process, and"
                            + " XNNPACK needs it: check the sandbox or the container");
        }
        return Finding.ok("processor", cores + " cores, matrix instructions: " + (found.isEmpty() ? "none" : found));
    }

    private Finding memory() {
        OptionalLong available = board.availableMegabytes();
        if (available.isEmpty()) {
            return Finding.warning("memory", "unknown: /proc/meminfo can't be read");
        }
        long megabytes = available.getAsLong();
        OptionalLong total = board.totalMegabytes();
        String said = megabytes + " MB available" + (total.isPresent() ? " of " + total.getAsLong() : "");
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

    private static Finding temperature(Heat heat) {
        String said = String.format(Locale.ROOT, "%.0f °C, limit %.0f °C", heat.celsius(), heat.limit());
        if (heat.celsius() >= heat.limit()) {
            return Finding.warning("temperature", said + ": the board slows itself down; give it air");
        }
        return heat.celsius() >= heat.limit() - SPARE_KELVIN
                ? Finding.warning("temperature", said + ": a gateway goes slower here; give it air")
                : Finding.ok("temperature", said);
    }

    /// Only where there is something to tell.
    private static Optional<Finding> power(BoardReading now) {
        String mode = now.powerMode().map(name -> "power mode " + name).orElse("");
        if (now.underVoltage()) {
            return Optional.of(Finding.warning(
                    "power", "under-voltage: use the maker's supply and a short, thick cable" + after(mode)));
        }
        if (now.throttled()) {
            return Optional.of(Finding.warning("power", "the board slows itself down at this moment" + after(mode)));
        }
        return mode.isEmpty() ? Optional.empty() : Optional.of(Finding.ok("power", mode));
    }

    private static String after(String mode) {
        return mode.isEmpty() ? "" : "; " + mode;
    }
}
