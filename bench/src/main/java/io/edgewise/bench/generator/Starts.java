// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a start with packed weights on the disk costs, by what is done in it: medians of some JVMs. Confined to one
/// thread.
final class Starts {
    private static final int TIMES = 5;

    private final Path bundle;
    private final Path state;

    /// @param state a folder for packed weights and digests
    Starts(Path bundle, Path state) {
        this.bundle = bundle;
        this.state = state;
    }

    /// The first start, which packs the weights, in milliseconds.
    double first() throws IOException, InterruptedException {
        return times(Start.WHOLE).values().stream()
                .skip(1)
                .mapToDouble(List::getFirst)
                .sum();
    }

    /// Prints the table.
    ///
    /// @return milliseconds of a start, without the native library
    double print() throws IOException, InterruptedException {
        Map<String, List<List<Double>>> cold = new LinkedHashMap<>();
        List<Double> whole = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            whole.add(times(Start.WHOLE).values().stream()
                    .skip(1)
                    .toList()
                    .getFirst()
                    .getFirst());
            times(Start.PARTS)
                    .forEach((part, twice) ->
                            cold.computeIfAbsent(part, p -> new ArrayList<>()).add(twice));
        }
        System.out.printf(
                Locale.ROOT,
                "%n%-48s %10s %18s%n",
                "a start with packed weights, milliseconds",
                "cold",
                "a second time");
        cold.forEach(Starts::line);
        double known = cold.entrySet().stream()
                .skip(1)
                .mapToDouble(part -> median(part.getValue(), 0))
                .sum();
        double all = Numbers.median(whole);
        System.out.printf(Locale.ROOT, "%-48s %10.0f%n", "golden prompts, caches, all else", all - known);
        System.out.printf(Locale.ROOT, "%-48s %10.0f%n", "all but the library", all);
        return all;
    }

    private static void line(String part, List<List<Double>> starts) {
        String again = starts.getFirst().size() > 1 ? String.format(Locale.ROOT, "%18.0f", median(starts, 1)) : "";
        System.out.printf(Locale.ROOT, "%-48s %10.0f %s%n", part, median(starts, 0), again);
    }

    private static double median(List<List<Double>> starts, int which) {
        return Numbers.median(starts.stream().map(times -> times.get(which)).toList());
    }

    /// Of each part, how long it took when it was done first, and again.
    private Map<String, List<Double>> times(String what) throws IOException, InterruptedException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (String line : ChildJvm.run(Start.class, List.of(), what, bundle.toString(), state.toString())) {
            int at = line.lastIndexOf('=');
            if (at < 0) {
                throw new IOException("a start said \"" + line + "\", expected a name and a time");
            }
            times.computeIfAbsent(line.substring(0, at), part -> new ArrayList<>())
                    .add(Double.parseDouble(line.substring(at + 1)));
        }
        return times;
    }
}
