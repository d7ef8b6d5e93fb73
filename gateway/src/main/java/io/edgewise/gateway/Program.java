// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The program that runs: what a rollout asks for when it wants to know whether the new one is up. Immutable.
///
/// @param version that of its jar, such as `1.2.0`; `sources` where there is no jar
/// @param aotCache whether the JVM took its classes from an ahead-of-time cache (JEP 483), which it leaves aside
/// without a word when jars or JDK are others than those that the cache was made with
public record Program(String version, boolean aotCache) {
    private static final Path MAPPINGS = Path.of("/proc/self/maps");

    /// This process.
    public static Program running() {
        return new Program(
                Optional.ofNullable(Program.class.getPackage().getImplementationVersion())
                        .orElse("sources"),
                mapsAotCache(MAPPINGS));
    }

    /// A cache that does not fit is not mapped, or not for long; no interface of the JVM tells.
    ///
    /// @param mappings as in proc_pid_maps(5)
    static boolean mapsAotCache(Path mappings) {
        try (Stream<String> lines = Files.lines(mappings)) {
            return lines.anyMatch(line -> line.endsWith(".aot"));
        } catch (IOException e) {
            return false; // not on Linux, or /proc is not to be seen
        }
    }
}
