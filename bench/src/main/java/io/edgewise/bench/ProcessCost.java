// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a process has cost so far, from `/proc`. Immutable.
///
/// @param cpuMillis processor time of the whole process
/// @param threads of which each thread that lives, in milliseconds, by name; those of one name together
/// @param residentKb memory now
/// @param peakKb memory at its highest
record ProcessCost(double cpuMillis, Map<String, Double> threads, long residentKb, long peakKb) {
    /// Clock ticks are 10 ms on every Linux that we run on.
    private static final double TICK_MILLIS = 10;

    static ProcessCost of(long pid) {
        Path proc = Path.of("/proc", String.valueOf(pid));
        try (Stream<Path> tasks = Files.list(proc.resolve("task"))) {
            Map<String, Double> threads = new TreeMap<>();
            for (Path task : tasks.toList()) {
                String name = Files.readString(task.resolve("comm")).strip();
                threads.merge(name, cpu(task.resolve("stat")), Double::sum);
            }
            List<String> status = Files.readAllLines(proc.resolve("status"));
            return new ProcessCost(cpu(proc.resolve("stat")), threads, kb(status, "VmRSS:"), kb(status, "VmHWM:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double laneMillis() {
        return threads.entrySet().stream()
                .filter(thread -> thread.getKey().startsWith("lane-"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /// Microseconds per message by thread, the dearest first, as a line.
    String threadsSince(ProcessCost before, int messages) {
        return threads.entrySet().stream()
                .map(thread -> Map.entry(
                        thread.getKey(),
                        (thread.getValue() - before.threads.getOrDefault(thread.getKey(), 0.0)) * 1_000 / messages))
                .filter(thread -> thread.getValue() >= 1)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(thread -> "%s %.0f".formatted(thread.getKey(), thread.getValue()))
                .collect(Collectors.joining(", "));
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
