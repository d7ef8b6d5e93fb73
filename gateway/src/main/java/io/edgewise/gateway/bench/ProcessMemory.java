// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The memory of this process as the kernel counts it. Immutable. Source: proc(5), `smaps_rollup`.
///
/// @param residentBytes pages in memory, with those that other processes have too
/// @param proportionalBytes the same with each shared page divided by its sharers
record ProcessMemory(long residentBytes, long proportionalBytes) {
    private static final Path ROLLUP = Path.of("/proc/self/smaps_rollup");

    static ProcessMemory now() {
        try {
            List<String> lines = Files.readAllLines(ROLLUP);
            return new ProcessMemory(bytes(lines, "Rss:"), bytes(lines, "Pss:"));
        } catch (IOException e) {
            throw new UncheckedIOException("the memory of this process can't be read", e);
        }
    }

    private static long bytes(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + key + " in " + ROLLUP));
    }
}
