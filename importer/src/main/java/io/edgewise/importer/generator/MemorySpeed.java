// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

/// How fast this machine reads its memory, on one thread: a number of a moment, for a forecast.
public final class MemorySpeed {
    /// Larger than the caches of boards and of most other processors: 96 MB.
    private static final int MOST_WORDS = 12 << 20;

    /// Of the heap: on a board it is small, and so are the caches there.
    private static final int SHARE = 4;

    /// Numbers of a line of the caches, of which one is enough to have all of it read.
    private static final int LINE = 8;

    private static final int TIMES = 12;

    private MemorySpeed() {}

    /// The best of some readings of a large array, in bytes a second; takes some tens of milliseconds.
    public static double bytesPerSecond() {
        long heap = Runtime.getRuntime().maxMemory() / Long.BYTES / SHARE;
        long[] numbers = new long[(int) Math.min(MOST_WORDS, heap)];
        double best = 0;
        long sum = 0;
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            sum += sum(numbers);
            best = Math.max(best, (double) numbers.length * Long.BYTES / (System.nanoTime() - begin));
        }
        // Never true; it keeps the compiler from leaving the reading out.
        return sum == 1 ? 0 : best * 1e9;
    }

    /// In four streams, because a processor waits for one: a graph's weights come in several, too. Adding up every
    /// number
    /// would measure the adding.
    private static long sum(long[] numbers) {
        int quarter = numbers.length / 4;
        long sum = 0;
        for (int i = 0; i < quarter; i += LINE) {
            sum += numbers[i] + numbers[quarter + i] + numbers[2 * quarter + i] + numbers[3 * quarter + i];
        }
        return sum;
    }
}
