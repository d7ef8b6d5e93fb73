// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.delivery.DeadLetterReason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MicrometerRouteMetricsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MicrometerRouteMetrics metrics = new MicrometerRouteMetrics(registry, "lobby-chat");

    @Test
    void messagesAreCountedByRoute() {
        metrics.received();
        metrics.received();
        metrics.rejoined();
        new MicrometerRouteMetrics(registry, "other").received();

        assertThat(registry.scrape().lines())
                .contains(
                        "edgewise_messages_received_total{route=\"lobby-chat\"} 2.0",
                        "edgewise_messages_received_total{route=\"other\"} 1.0",
                        "edgewise_messages_rejoined_total{route=\"lobby-chat\"} 1.0");
    }

    @Test
    void anAnswerIsMeasuredWithItsParts() {
        Answer answer = new Answer(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                14,
                1,
                Duration.ofMillis(250),
                Duration.ofMillis(500));

        metrics.answered(answer, Duration.ofSeconds(1));

        assertThat(registry.scrape().lines())
                .contains(
                        "edgewise_results_seconds_count{route=\"lobby-chat\"} 1",
                        "edgewise_results_seconds_sum{route=\"lobby-chat\"} 1.0",
                        "edgewise_lane_queue_seconds_sum{route=\"lobby-chat\"} 0.25",
                        "edgewise_lane_inference_seconds_sum{route=\"lobby-chat\"} 0.5",
                        "edgewise_tokens_total{route=\"lobby-chat\"} 14.0");
    }

    @ParameterizedTest
    @EnumSource(DeadLetterReason.class)
    void deadLettersAreCountedByReasonAndAreThereFromTheStart(DeadLetterReason reason) {
        String series = "edgewise_dead_letters_total{reason=\"" + reason.label() + "\",route=\"lobby-chat\"} ";
        assertThat(registry.scrape().lines()).contains(series + "0.0");

        metrics.deadLetter(reason);

        assertThat(registry.scrape().lines()).contains(series + "1.0");
    }
}
