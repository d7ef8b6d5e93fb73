// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How long each of many runs took, in nanoseconds. Confined to one thread.
public final class Times {
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Long> nanos = new ArrayList<>();
    private boolean sorted;

    void add(long runNanos) {
        nanos.add(runNanos);
        sorted = false;
    }

    /// How many runs there were.
    public int count() {
        return nanos.size();
    }

    /// The shortest run, in milliseconds.
    public double bestMillis() {
        return millis(0);
    }

    /// As many runs were shorter as were longer; in milliseconds.
    public double medianMillis() {
        return millis(0.5);
    }

    /// One run in ten was longer; in milliseconds.
    public double p90Millis() {
        return millis(0.9);
    }

    /// @throws IllegalStateException without a run
    private double millis(double share) {
        if (nanos.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        if (!sorted) {
            Collections.sort(nanos);
            sorted = true;
        }
        // The nearest rank: the smallest that the share of all does not exceed.
        int rank = Math.max(1, (int) Math.ceil(share * nanos.size()));
        return nanos.get(rank - 1) / NANOS_PER_MILLI;
    }

    /// The middle of some numbers, for ratios of rounds.
    static double median(List<Double> numbers) {
        List<Double> ordered = numbers.stream().sorted().toList();
        int middle = ordered.size() / 2;
        return ordered.size() % 2 == 1 ? ordered.get(middle) : (ordered.get(middle - 1) + ordered.get(middle)) / 2;
    }
}
