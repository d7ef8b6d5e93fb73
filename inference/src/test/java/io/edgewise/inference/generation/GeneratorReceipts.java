// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.plan.LeftOver;
import io.edgewise.inference.plan.Trial.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Receipts of generators that were never opened.
final class GeneratorReceipts {
    static final Instant OPENED = Instant.parse("2026-11-29T10:00:00.123456Z");
    static final GeneratorCounts COUNTS =
            new GeneratorCounts(7, 160, 400, 250, new GeneratorCounts.GivenUp(1, 2, 3, 4));

    private GeneratorReceipts() {}

    static GeneratorReceipt writer() {
        return new GeneratorReceipt(
                "smollm2@1.0.0",
                "0123456789abcdef".repeat(4),
                "2.21.0",
                new GeneratorReceipt.Nodes(
                        600,
                        List.of(new Share("xnnpack", 599)),
                        List.of(new LeftOver("GATHER", 1, "XNNPACK has no kernel for this operator"))),
                new GeneratorReceipt.Room(1024, 2, 1, 138_000_000, 94_371_840),
                new GeneratorReceipt.Golden(8, 0.03120049, 0.25),
                OPENED,
                Duration.ofMillis(1234));
    }

    static GeneratorStatus status(GeneratorState state) {
        return new GeneratorStatus("writer", state, Optional.of(writer()), 3, 1, COUNTS);
    }
}
