// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The processor of this board, as Linux tells it. Immutable. Source: proc(5), `/proc/cpuinfo`.
///
/// @param names models of its cores: `Intel(R) Xeon(R)`, or implementer and part (`0x41 0xd0b` is a Cortex-A76)
/// @param features what all of its cores can do: `avx512_vnni`, `asimddp`
public record Processor(SortedSet<String> names, SortedSet<String> features) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private static final Set<String> NAMES = Set.of("model name", "CPU implementer", "CPU part");
    private static final Set<String> FEATURES = Set.of("flags", "Features");

    public Processor {
        names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
        features = Collections.unmodifiableSortedSet(new TreeSet<>(features));
    }

    /// This board's.
    public static Processor current() {
        return read(CPUINFO);
    }

    /// As a file such as `/proc/cpuinfo` tells it; empty sets where that is not to be seen.
    public static Processor read(Path cpuinfo) {
        try {
            return of(Files.readAllLines(cpuinfo));
        } catch (IOException e) {
            return new Processor(new TreeSet<>(), new TreeSet<>());
        }
    }

    /// @param cpuinfo lines of `/proc/cpuinfo`
    static Processor of(List<String> cpuinfo) {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> features = new TreeSet<>();
        boolean first = true; // small cores may lack what large ones have
        for (String line : cpuinfo) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? "" : line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (NAMES.contains(key)) {
                names.add(value);
            } else if (FEATURES.contains(key)) {
                List<String> own = Arrays.asList(value.split(" +"));
                if (first) {
                    features.addAll(own);
                    first = false;
                }
                features.retainAll(own);
            }
        }
        return new Processor(names, features);
    }

    /// Whether all cores have a feature.
    public boolean has(String feature) {
        return features.contains(feature);
    }

    /// The same text for the same kind of processor, and another one for another.
    public String key() {
        return names.stream().collect(Collectors.joining(" ")) + " " + String.join(",", features);
    }
}
