// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.inference.generation.GeneratorEvents;
import io.edgewise.inference.generation.GeneratorReceipt;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.generation.WritingOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands on what the generators tell: to the log, the status and the metrics. Thread-safe.
final class GeneratorWatch implements GeneratorEvents {
    private static final Logger LOG = LoggerFactory.getLogger(GeneratorWatch.class);

    private final StatusBoard status;
    private final Map<String, GeneratorMetrics> metrics;

    /// @param names of all of them
    GeneratorWatch(Set<String> names, StatusBoard status, MeterRegistry registry) {
        this.status = status;
        Map<String, GeneratorMetrics> byName = new HashMap<>();
        names.forEach(name -> byName.put(name, new GeneratorMetrics(registry, name)));
        this.metrics = Map.copyOf(byName);
    }

    @Override
    public void changed(GeneratorStatus now) {
        if (!now.isDegraded()) { // a failure is told by the lane, or by whoever waits for the start
            LOG.atInfo().log(
                    "generator {} ({}): {}",
                    now.name(),
                    now.receipt().map(GeneratorReceipt::bundle).orElse("not opened"),
                    now.sentence());
        }
        status.generatorsChanged();
    }

    @Override
    public void ended(String generator, WritingOutcome outcome) {
        Objects.requireNonNull(metrics.get(generator), generator).ended(outcome);
    }
}
