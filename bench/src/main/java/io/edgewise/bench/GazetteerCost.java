// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import io.edgewise.inference.rule.Gazetteer;
import io.edgewise.inference.rule.SiteFields;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// What a list of names costs: time to read it, heap, and processor time for each text that names one of them.
///
/// `./edgewise bench names`. Names are made up from a seed: a kind of machine, a word, a number.
final class GazetteerCost {
    private static final List<Integer> SIZES = List.of(1_000, 50_000, 100_000);
    private static final List<String> KINDS =
            List.of("Pump", "Conveyor", "Cooling tower", "Compressor", "Valve", "Gearbox", "Mixer", "Hoist", "Boiler");
    private static final int WORDS = 4_000;
    private static final int TEXTS = 4_000;
    private static final int ROUNDS = 3;

    private final Random random = new Random(7);
    private final List<String> words =
            IntStream.range(0, WORDS).mapToObj(i -> word()).toList();
    private final PrintStream out = System.out;

    private GazetteerCost() {}

    public static void main(String[] arguments) throws IOException {
        GazetteerCost cost = new GazetteerCost();
        for (int size : SIZES) {
            cost.measure(size);
        }
    }

    private void measure(int size) throws IOException {
        List<String> names = List.copyOf(names(size));
        Path file = Files.write(Files.createTempFile("names", ".txt"), names);
        long heapBefore = heapBytes();
        long start = System.nanoTime();
        SiteFields fields = new SiteFields(Map.of(), Map.of("ASSET", Gazetteer.read(file, true)));
        double seconds = (System.nanoTime() - start) / 1e9;
        long heap = heapBytes() - heapBefore;
        Files.delete(file);
        List<String> texts = texts(names);
        find(fields, texts);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        int found = find(fields, texts);
        double micros = (threads.getCurrentThreadCpuTime() - before) / 1e3 / (ROUNDS * TEXTS);
        out.printf(
                "%,d names: read in %.2f s, %.1f MB of heap, %.1f µs of processor time a text (%,d of %,d found)%n",
                size, seconds, heap / 1e6, micros, found, ROUNDS * TEXTS);
    }

    private static int find(SiteFields fields, List<String> texts) {
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (String text : texts) {
                found += fields.find(text).size();
            }
        }
        return found;
    }

    private Set<String> names(int size) {
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < size) {
            names.add(any(KINDS) + " " + any(words) + " " + random.nextInt(900));
        }
        return names;
    }

    private List<String> texts(List<String> names) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            texts.add("replace the seal on " + any(names) + " before friday, it leaks near the north gate");
        }
        return texts;
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = 5 + random.nextInt(6); i > 0; i--) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static long heapBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
