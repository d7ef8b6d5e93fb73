// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Memory of a process by `/proc`, in MB of 1,000,000 bytes. Immutable.
///
/// @param all `VmRSS`
/// @param anonymous `RssAnon`: heap, caches, buffers
/// @param file `RssFile`: pages of mapped files, which the kernel may drop and read again
public record Resident(double all, double anonymous, double file) {
    private static final double KIB_PER_MB = 1e6 / 1024;

    public static Resident of(long pid) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"));
        return new Resident(mb(status, "VmRSS:"), mb(status, "RssAnon:"), mb(status, "RssFile:"));
    }

    private static double mb(List<String> status, String key) {
        return status.stream()
                        .filter(line -> line.startsWith(key))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(Double.NaN)
                / KIB_PER_MB;
    }
}
