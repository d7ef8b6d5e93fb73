// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a process has cost so far, from `/proc`. Immutable.
///
/// @param cpuMillis processor time of the whole process
/// @param laneMillis of which its lane threads
/// @param residentKb memory now
/// @param peakKb memory at its highest
record ProcessCost(double cpuMillis, double laneMillis, long residentKb, long peakKb) {
    /// Clock ticks are 10 ms on every Linux that we run on.
    private static final double TICK_MILLIS = 10;

    static ProcessCost of(long pid) {
        Path proc = Path.of("/proc", String.valueOf(pid));
        try (Stream<Path> tasks = Files.list(proc.resolve("task"))) {
            double lanes = 0;
            for (Path task : tasks.toList()) {
                if (Files.readString(task.resolve("comm")).startsWith("lane-")) {
                    lanes += cpu(task.resolve("stat"));
                }
            }
            List<String> status = Files.readAllLines(proc.resolve("status"));
            return new ProcessCost(cpu(proc.resolve("stat")), lanes, kb(status, "VmRSS:"), kb(status, "VmHWM:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double cpu(Path stat) throws IOException {
        String text = Files.readString(stat);
        // The name in brackets may hold spaces: count from behind it. utime and stime are fields 14 and 15.
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
    }

    private static long kb(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
    }
}
