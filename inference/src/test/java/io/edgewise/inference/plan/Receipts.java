// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/// Receipts for whoever only shows them.
final class Receipts {
    private Receipts() {}

    /// `auto`, and XNNPACK took it.
    static Receipt automatic() {
        return receipt(List.of("auto"), "xnnpack", List.of(xnnpack(OptionalDouble.empty())));
    }

    /// `auto`, and XNNPACK did not start.
    static Receipt secondChoice() {
        return receipt(
                List.of("auto"),
                "cpu",
                List.of(new Trial.Refused("xnnpack", Trial.Reason.NOT_BUILT, "XNNPACK did not start."), cpu()));
    }

    /// A list of two, both correct.
    static Receipt compared() {
        return receipt(List.of("xnnpack", "cpu"), "xnnpack", List.of(cpu(), xnnpack(OptionalDouble.of(0.9999))));
    }

    /// A vendor's delegate that takes a part, with XNNPACK for the rest and as a net.
    static Receipt vendor() {
        return receipt(
                List.of("npu"),
                "npu",
                List.of(
                        new Trial.Correct(
                                "npu",
                                59,
                                List.of(new Trial.Share("npu", 3), new Trial.Share("xnnpack", 54)),
                                List.of(new LeftOver("GATHER", 2, "XNNPACK has no kernel for this operator")),
                                Duration.ofMillis(900),
                                Duration.ofMillis(30),
                                Duration.ofMillis(1),
                                32,
                                OptionalDouble.empty()),
                        xnnpack(OptionalDouble.empty())));
    }

    /// The same, when its library ended the worker.
    static Receipt crashed() {
        return receipt(
                List.of("npu"),
                "xnnpack",
                List.of(
                        new Trial.Refused("npu", Trial.Reason.CRASHED, "the worker process ended"),
                        xnnpack(OptionalDouble.empty())));
    }

    private static Receipt receipt(List<String> wanted, String chosen, List<Trial> trials) {
        return new Receipt("moderation@1.2.3", "2.21.0", wanted, chosen, 12, trials, Duration.ofMillis(80));
    }

    private static Trial.Correct xnnpack(OptionalDouble agreement) {
        return new Trial.Correct(
                "xnnpack",
                59,
                List.of(new Trial.Share("xnnpack", 57)),
                List.of(new LeftOver("GATHER", 2, "XNNPACK has no kernel for this operator")),
                Duration.ofMillis(20),
                Duration.ofMillis(30),
                Duration.ofNanos(1_234_567),
                64,
                agreement);
    }

    private static Trial.Correct cpu() {
        return new Trial.Correct(
                "cpu",
                59,
                List.of(),
                List.of(new LeftOver("GATHER", 2, "no delegate was asked")),
                Duration.ofMillis(2),
                Duration.ofMillis(60),
                Duration.ofMillis(5),
                0,
                OptionalDouble.empty());
    }
}
