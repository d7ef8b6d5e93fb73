// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.Receipt;
import io.edgewise.inference.plan.Service;
import io.edgewise.inference.plan.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Receipts of models that were never built.
public final class FakeReceipts {
    /// What [#moderation] says in one line.
    public static final String SENTENCE = "xnnpack runs 31 of 31 nodes, 1.50 ms a pass";

    private FakeReceipts() {}

    /// A model with the receipt of [#moderation].
    public static ModelStatus model(String name) {
        return new ModelStatus(name, Optional.of(moderation()), new Service.AsPlanned());
    }

    /// The same, when a vendor's delegate fails.
    public static ModelStatus demoted(String name) {
        Instant since = Instant.parse("2026-11-29T10:00:00Z");
        Service.Demoted demoted = new Service.Demoted("xnnpack", "device lost", since, 1, since.plusSeconds(30));
        return new ModelStatus(name, Optional.of(moderation()), demoted);
    }

    /// `moderation@1.0.0` wholly on XNNPACK, with 12 golden tests, planned in 40 ms.
    public static Receipt moderation() {
        Trial.Correct trial = new Trial.Correct(
                "xnnpack",
                31,
                List.of(new Trial.Share("xnnpack", 31)),
                List.of(),
                Duration.ofMillis(20),
                Duration.ofMillis(15),
                Duration.ofNanos(1_500_000),
                64,
                OptionalDouble.empty());
        return new Receipt(
                "moderation@1.0.0", "2.21.0", List.of("auto"), "xnnpack", 12, List.of(trial), Duration.ofMillis(40));
    }
}
