// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

/// How fast this machine reads its memory, on one thread: a number of a moment, for a forecast.
public final class MemorySpeed {
    /// Larger than the caches of boards and of most other processors.
    private static final int WORDS = 12 << 20;

    private static final int TIMES = 6;

    private MemorySpeed() {}

    /// The best of a few readings of 96 MB, in bytes a second; takes some tens of milliseconds.
    public static double bytesPerSecond() {
        long[] numbers = new long[WORDS];
        double best = 0;
        long sum = 0;
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            sum += sum(numbers);
            best = Math.max(best, (double) WORDS * Long.BYTES / (System.nanoTime() - begin));
        }
        // Never true; it keeps the compiler from leaving the reading out.
        return sum == 1 ? 0 : best * 1e9;
    }

    private static long sum(long[] numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }
}
