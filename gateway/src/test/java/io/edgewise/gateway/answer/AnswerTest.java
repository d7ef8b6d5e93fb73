// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.answer.Answer.Cost;
import io.edgewise.gateway.answer.Answer.Said;
import io.edgewise.inference.task.Extraction;
import io.edgewise.inference.task.Moderation;
import io.edgewise.inference.task.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final Moderation MODERATION = new Moderation(Verdict.ALLOW, List.of(), Map.of());
    private static final Extraction EXTRACTION = new Extraction(Optional.empty(), List.of());

    @Test
    void beforeTheFirstStepThereIsNothing() {
        assertThat(Answer.NOTHING.models()).isEmpty();
        assertThat(Answer.NOTHING.moderation()).isEmpty();
        assertThat(Answer.NOTHING.extraction()).isEmpty();
        assertThat(Answer.NOTHING.tokens()).isZero();
    }

    @Test
    void eachStepAddsItsPartAndItsCost() {
        Answer both = Answer.NOTHING
                .with(EXTRACTION, "extraction@1.0.0", cost(10, 1, 2, 30))
                .with(MODERATION, "moderation@2.0.0", cost(12, 3, 4, 50));

        assertThat(both)
                .isEqualTo(new Answer(
                        List.of("extraction@1.0.0", "moderation@2.0.0"),
                        Optional.of(new Said<>(MODERATION, "moderation@2.0.0")),
                        Optional.of(new Said<>(EXTRACTION, "extraction@1.0.0")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        22,
                        4,
                        Duration.ofMillis(6),
                        Duration.ofMillis(80)));
    }

    @Test
    void aStepLeavesTheAnswerBeforeItAsItWas() {
        Answer first = Answer.NOTHING.with(MODERATION, "moderation@1.0.0", cost(1, 1, 1, 1));
        Answer second = first.with(EXTRACTION, "extraction@1.0.0", cost(1, 1, 1, 1));

        assertThat(first.models()).containsExactly("moderation@1.0.0");
        assertThat(first.extraction()).isEmpty();
        assertThat(second.moderation()).isEqualTo(first.moderation());
    }

    private static Cost cost(int tokens, int windows, int queuedMillis, int inferredMillis) {
        return new Cost(tokens, windows, Duration.ofMillis(queuedMillis), Duration.ofMillis(inferredMillis));
    }
}
