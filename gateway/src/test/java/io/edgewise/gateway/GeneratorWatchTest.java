// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.StatusBoard.Snapshot;
import io.edgewise.gateway.fake.FakeGenerators;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.generation.WritingOutcome;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GeneratorWatchTest {
    private final StatusBoard board = new StatusBoard("pi", new Program("1.2.3", true));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final GeneratorWatch watch = new GeneratorWatch(Set.of("writer", "other"), board, registry);
    private final AtomicReference<GeneratorStatus> now = new AtomicReference<>(FakeGenerators.opening("writer"));
    private final List<Snapshot> told = new ArrayList<>();

    private void become(GeneratorStatus next) {
        now.set(next);
        watch.changed(next);
    }

    @Test
    void aGeneratorThatIsReadyOrFailsIsTold() {
        board.generators(() -> List.of(now.get()));
        board.onChange(told::add);

        become(FakeGenerators.ready("writer"));
        become(FakeGenerators.failed("writer"));

        assertThat(told)
                .extracting(snapshot -> snapshot.generators().getFirst().state().label())
                .containsExactly("ready", "failed");
    }

    @Test
    void textsAreCountedForTheGeneratorThatWroteThem() {
        watch.ended("other", new WritingOutcome.Expired());

        assertThat(registry.scrape().lines())
                .contains(
                        "edgewise_generator_given_up_total{generator=\"other\",reason=\"expired\"} 1.0",
                        "edgewise_generator_given_up_total{generator=\"writer\",reason=\"expired\"} 0.0");
    }
}
