// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.route.RouteMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// A route's events as Prometheus metrics, all with the label `route`. Meters are looked up once: per message it
/// costs a few atomic additions.
final class MicrometerRouteMetrics implements RouteMetrics {
    private final Counter received;
    private final Counter rejoined;
    private final Timer total;
    private final Timer queued;
    private final Timer inferred;
    private final Counter tokens;
    private final Map<DeadLetterReason, Counter> deadLetters = new EnumMap<>(DeadLetterReason.class);

    MicrometerRouteMetrics(MeterRegistry registry, String route) {
        Tags tags = Tags.of("route", route);
        received = registry.counter("edgewise.messages.received", tags);
        rejoined = registry.counter("edgewise.messages.rejoined", tags);
        total = registry.timer("edgewise.results", tags);
        queued = registry.timer("edgewise.lane.queue", tags);
        inferred = registry.timer("edgewise.lane.inference", tags);
        tokens = registry.counter("edgewise.tokens", tags);
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            deadLetters.put(reason, registry.counter("edgewise.dead.letters", tags.and("reason", reason.label())));
        }
    }

    @Override
    public void received() {
        received.increment();
    }

    @Override
    public void rejoined() {
        rejoined.increment();
    }

    @Override
    public void answered(Answer answer, Duration time) {
        total.record(time);
        queued.record(answer.queued());
        inferred.record(answer.inferred());
        tokens.increment(answer.tokens());
    }

    @Override
    public void deadLetter(DeadLetterReason reason) {
        Counter counter = deadLetters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
