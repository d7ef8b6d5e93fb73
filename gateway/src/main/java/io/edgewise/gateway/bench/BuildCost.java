// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// What interpreters of one model cost. Immutable.
///
/// @param firstMillis to build the first one, with the code that is loaded for it
/// @param nextMillis to build the next ones, the mean
/// @param firstBytes memory of the first one after a pass, with that code and the model's pages
/// @param nextBytes memory of each next one, the mean
/// @param residentBytes of the whole process with all of them
public record BuildCost(double firstMillis, double nextMillis, long firstBytes, long nextBytes, long residentBytes) {
    private static final int NEXT = 2;

    /// @param window what to run: memory is touched when it is used
    static BuildCost measure(Supplier<Encoder> build, Window window, Set<String> outputs) {
        Deque<Encoder> built = new ArrayDeque<>();
        try {
            long empty = ProcessMemory.now().proportionalBytes();
            double first = build(build, built, window, outputs);
            long one = ProcessMemory.now().proportionalBytes();
            double next = 0;
            for (int i = 0; i < NEXT; i++) {
                next += build(build, built, window, outputs) / NEXT;
            }
            ProcessMemory all = ProcessMemory.now();
            return new BuildCost(first, next, one - empty, (all.proportionalBytes() - one) / NEXT, all.residentBytes());
        } finally {
            built.forEach(Encoder::close);
        }
    }

    private static double build(Supplier<Encoder> build, Deque<Encoder> built, Window window, Set<String> outputs) {
        long start = System.nanoTime();
        built.push(build.get());
        double millis = (System.nanoTime() - start) / 1e6;
        built.getFirst().run(List.of(window), outputs);
        return millis;
    }
}
