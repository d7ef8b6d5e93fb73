// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeGenerators;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.generation.Generated.Finish;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.generation.WritingOutcome;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorMetricsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final GeneratorMetrics metrics = new GeneratorMetrics(registry, "writer");

    private static WritingOutcome written(Finish finish) {
        return new WritingOutcome.Written(
                new Generated("text", finish, 100, 80, 12, 5, OptionalInt.empty()),
                "smollm2@1.0.0",
                Duration.ofMillis(250),
                Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @EnumSource(Finish.class)
    void textsAreCountedByHowTheyEndedAndAreThereFromTheStart(Finish finish) {
        String series = "edgewise_generator_texts_total{finish=\"" + Choice.name(finish) + "\",generator=\"writer\"} ";
        assertThat(registry.scrape().lines()).contains(series + "0.0");

        metrics.ended(written(finish));
        metrics.ended(written(finish));

        assertThat(registry.scrape().lines()).contains(series + "2.0");
    }

    @Test
    void aTextIsMeasuredWithItsTokensAndTimes() {
        metrics.ended(written(Finish.END));
        metrics.ended(written(Finish.STOP));

        assertThat(registry.scrape().lines())
                .contains(
                        "edgewise_generator_tokens_total{generator=\"writer\"} 24.0",
                        "edgewise_generator_prompt_tokens_total{generator=\"writer\"} 200.0",
                        "edgewise_generator_reused_tokens_total{generator=\"writer\"} 160.0",
                        "edgewise_generator_queue_seconds_count{generator=\"writer\"} 2",
                        "edgewise_generator_queue_seconds_sum{generator=\"writer\"} 0.5",
                        "edgewise_generator_writing_seconds_sum{generator=\"writer\"} 3.0");
    }

    @Test
    void whatWasGivenUpIsCountedByReason() {
        metrics.ended(new WritingOutcome.Expired());
        metrics.ended(new WritingOutcome.Cancelled());
        metrics.ended(new WritingOutcome.Cancelled());
        metrics.ended(new WritingOutcome.Failed(new IllegalStateException("a defect")));

        assertThat(registry.scrape().lines())
                .contains(
                        "edgewise_generator_given_up_total{generator=\"writer\",reason=\"expired\"} 1.0",
                        "edgewise_generator_given_up_total{generator=\"writer\",reason=\"cancelled\"} 2.0",
                        "edgewise_generator_given_up_total{generator=\"writer\",reason=\"failed\"} 1.0",
                        "edgewise_generator_given_up_total{generator=\"writer\",reason=\"refused\"} 0.0",
                        "edgewise_generator_writing_seconds_count{generator=\"writer\"} 0");
    }

    @Test
    void howItIsIsThatOfTheScrape() {
        AtomicReference<GeneratorStatus> now = new AtomicReference<>(FakeGenerators.opening("writer"));
        GeneratorMetrics.show(registry, "writer", now::get);
        assertThat(registry.scrape().lines())
                .contains(
                        "edgewise_generator_waiting{generator=\"writer\"} 3.0",
                        "edgewise_generator_under_way{generator=\"writer\"} 0.0",
                        "edgewise_generator_ready{generator=\"writer\"} 0.0");

        now.set(FakeGenerators.busy("writer", 7));

        assertThat(registry.scrape().lines())
                .contains(
                        "edgewise_generator_waiting{generator=\"writer\"} 0.0",
                        "edgewise_generator_under_way{generator=\"writer\"} 1.0",
                        "edgewise_generator_ready{generator=\"writer\"} 1.0");
        now.set(FakeGenerators.failed("writer"));
        assertThat(registry.scrape().lines()).contains("edgewise_generator_ready{generator=\"writer\"} 0.0");
    }
}
