// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What a process holds at one moment. Immutable. Source: proc(5).
///
/// @param anonymousKb memory that is of no file: heap, native allocations, stacks
/// @param residentKb all memory, mapped files included
/// @param mappings regions of memory
/// @param handles open files and sockets
/// @param threads of the JVM, and of native code
public record Footprint(long anonymousKb, long residentKb, long mappings, long handles, long threads) {
    /// Of this process.
    public static Footprint now() {
        return at(Path.of("/proc/self"));
    }

    /// Of another process of this user.
    ///
    /// @throws UncheckedIOException when there is none of that id
    public static Footprint of(long pid) {
        return at(Path.of("/proc", String.valueOf(pid)));
    }

    private static Footprint at(Path process) {
        try {
            List<String> status = Files.readAllLines(process.resolve("status"));
            return new Footprint(
                    number(status, "RssAnon:"),
                    number(status, "VmRSS:"),
                    Files.readAllLines(process.resolve("maps")).size(),
                    count(process.resolve("fd")),
                    number(status, "Threads:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "anonymous %6.1f MB, resident %6.1f MB, %4d mappings, %3d handles, %3d threads",
                anonymousKb / 1024.0,
                residentKb / 1024.0,
                mappings,
                handles,
                threads);
    }
}
