// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.inference.document.Choice;
import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.generation.Generated.Finish;
import io.edgewise.inference.generation.GeneratorState;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.generation.WritingOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What becomes of a generator's texts as Prometheus metrics, all with the label `generator`. Thread-safe, as
/// meters are.
final class GeneratorMetrics {
    private static final String PREFIX = "edgewise.generator.";

    private final Map<Finish, Counter> texts = new EnumMap<>(Finish.class);
    private final Counter tokens;
    private final Counter promptTokens;
    private final Counter reusedTokens;
    private final Timer queued;
    private final Timer wrote;
    private final Counter expired;
    private final Counter cancelled;
    private final Counter failed;
    private final Counter refused;

    GeneratorMetrics(MeterRegistry registry, String generator) {
        Tags tags = Tags.of("generator", generator);
        for (Finish finish : Finish.values()) {
            texts.put(finish, registry.counter(PREFIX + "texts", tags.and("finish", Choice.name(finish))));
        }
        tokens = registry.counter(PREFIX + "tokens", tags);
        promptTokens = registry.counter(PREFIX + "prompt.tokens", tags);
        reusedTokens = registry.counter(PREFIX + "reused.tokens", tags);
        queued = registry.timer(PREFIX + "queue", tags);
        wrote = registry.timer(PREFIX + "writing", tags);
        expired = givenUp(registry, tags, "expired");
        cancelled = givenUp(registry, tags, "cancelled");
        failed = givenUp(registry, tags, "failed");
        refused = givenUp(registry, tags, "refused");
    }

    private static Counter givenUp(MeterRegistry registry, Tags tags, String reason) {
        return registry.counter(PREFIX + "given.up", tags.and("reason", reason));
    }

    /// Shows how a generator is at the moment of a scrape.
    static void show(MeterRegistry registry, String generator, Supplier<GeneratorStatus> now) {
        Tags tags = Tags.of("generator", generator);
        gauge(registry, tags, "waiting", now, GeneratorStatus::waiting);
        gauge(registry, tags, "under.way", now, GeneratorStatus::underWay);
        gauge(registry, tags, "ready", now, status -> status.state() instanceof GeneratorState.Ready ? 1 : 0);
    }

    private static void gauge(
            MeterRegistry registry,
            Tags tags,
            String name,
            Supplier<GeneratorStatus> now,
            ToDoubleFunction<GeneratorStatus> value) {
        Gauge.builder(PREFIX + name, now, supplier -> value.applyAsDouble(supplier.get()))
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /// A text ended.
    void ended(WritingOutcome outcome) {
        switch (outcome) {
            case WritingOutcome.Written written -> written(written);
            case WritingOutcome.Expired ignored -> expired.increment();
            case WritingOutcome.Cancelled ignored -> cancelled.increment();
            case WritingOutcome.Failed ignored -> failed.increment();
            case WritingOutcome.Refused ignored -> refused.increment();
        }
    }

    private void written(WritingOutcome.Written written) {
        Generated text = written.text();
        Objects.requireNonNull(texts.get(text.finish())).increment();
        tokens.increment(text.tokens());
        promptTokens.increment(text.promptTokens());
        reusedTokens.increment(text.reusedTokens());
        queued.record(written.queued());
        wrote.record(written.wrote());
    }
}
