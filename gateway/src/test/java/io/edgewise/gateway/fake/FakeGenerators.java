// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.inference.generation.GeneratorCounts;
import io.edgewise.inference.generation.GeneratorReceipt;
import io.edgewise.inference.generation.GeneratorState;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.plan.LeftOver;
import io.edgewise.inference.plan.Trial.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Generators that were never opened.
public final class FakeGenerators {
    /// What one that is ready says in one line.
    public static final String SENTENCE =
            "xnnpack runs 599 of 600 nodes (left over: GATHER 1), 0.0312 nats from its golden prompts (at most 0.25),"
                    + " 45 MB of cache for 1 text of 1024 tokens";

    private static final Instant OPENED = Instant.parse("2026-11-29T10:00:00Z");

    private FakeGenerators() {}

    /// Before it is opened.
    public static GeneratorStatus opening(String name) {
        return new GeneratorStatus(name, new GeneratorState.Opening(), Optional.empty(), 3, 0, GeneratorCounts.NONE);
    }

    /// `smollm2@1.0.0`, with nothing written yet.
    public static GeneratorStatus ready(String name) {
        return status(name, new GeneratorState.Ready(), 0, GeneratorCounts.NONE);
    }

    /// The same when it has written texts and is writing one.
    public static GeneratorStatus busy(String name, long texts) {
        return status(
                name,
                new GeneratorState.Ready(),
                1,
                new GeneratorCounts(
                        texts, 20 * texts, 100 * texts, 80 * texts, new GeneratorCounts.GivenUp(1, 2, 3, 4)));
    }

    /// The same when its thread ended by a defect.
    public static GeneratorStatus failed(String name) {
        return status(
                name, new GeneratorState.Failed("internal error", OPENED.plusSeconds(60)), 0, GeneratorCounts.NONE);
    }

    private static GeneratorStatus status(String name, GeneratorState state, int underWay, GeneratorCounts counts) {
        return new GeneratorStatus(name, state, Optional.of(receipt()), 0, underWay, counts);
    }

    private static GeneratorReceipt receipt() {
        return new GeneratorReceipt(
                "smollm2@1.0.0",
                "0123456789abcdef".repeat(4),
                "2.21.0",
                new GeneratorReceipt.Nodes(
                        600,
                        List.of(new Share("xnnpack", 599)),
                        List.of(new LeftOver("GATHER", 1, "XNNPACK has no kernel for this operator"))),
                new GeneratorReceipt.Room(1024, 1, 1, 138_000_000, 47_185_920),
                new GeneratorReceipt.Golden(8, 0.0312, 0.25),
                OPENED,
                Duration.ofMillis(1234));
    }
}
