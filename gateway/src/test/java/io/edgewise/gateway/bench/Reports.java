// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import io.edgewise.inference.tflite.Profile;
import java.time.Duration;
import java.util.List;

/// Reports as a board might give them.
final class Reports {
    private Reports() {}

    static BenchReport any() {
        return withLoad(0.1);
    }

    static BenchReport withLoad(double load) {
        return new BenchReport(
                "moderation@1.0.0",
                "Raspberry Pi 5 Model B Rev 1.0, 4 cores, Linux 6.12 aarch64, Java 25.0.2",
                load,
                20,
                List.of(
                        length(8, 1.02, 1.11, 1.3, 1.4),
                        length(16, 1.9, 2.03, 2.2, 2.4),
                        length(32, 3.6, 3.71, 4.4, 4.1),
                        length(64, 7.0, 7.25, 8.9, 7.9),
                        length(128, 14.1, 14.9, 19.0, 16.0),
                        length(256, 31.0, 32.2, 33.9, 35.0),
                        length(512, 79.5, 84.4, 102.0, 90.0)),
                List.of(
                        new PackingTimes(1, 48, 420, 1),
                        new PackingTimes(32, 30, 480, 1.14),
                        new PackingTimes(64, 14, 552, 1.31),
                        new PackingTimes(128, 7, 540, 1.29)),
                64,
                new BenchReport.ShortTexts(48, 16.25),
                List.of(
                        new ParallelTimes(1, 1, 269, 1),
                        new ParallelTimes(1, 2, 330, 1.23),
                        new ParallelTimes(2, 1, 510, 1.9)),
                32,
                2_990,
                new BuildCost(160.9, 39.7, 36L << 20, 14L << 20, 144L << 20),
                100,
                new Profile(
                        List.of(new Profile.Entry("GATHER", 200, Duration.ofMillis(4))),
                        List.of(
                                new Profile.Entry(
                                        "Fully Connected (NC, QDU8, F32, QC8W) GEMM", 3_700, Duration.ofMillis(300)),
                                new Profile.Entry("Softmax (NC, F32)", 600, Duration.ofMillis(96)))));
    }

    static LengthTimes length(int tokens, double best, double median, double p90, double resized) {
        Times passes = new Times();
        // Of five, the third is in the middle, and the fifth the nearest to 90 %.
        for (double millis : new double[] {best, best, median, p90, p90}) {
            passes.add(Math.round(millis * 1e6));
        }
        Times others = new Times();
        others.add(Math.round(resized * 1e6));
        return new LengthTimes(tokens, passes, others);
    }
}
