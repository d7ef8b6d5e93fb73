// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.Embedding;
import io.edgewise.inference.task.Extraction;
import io.edgewise.inference.task.Field;
import io.edgewise.inference.task.Moderation;
import io.edgewise.inference.task.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final Answer.Cost COST = new Answer.Cost(3, 1, Duration.ZERO, Duration.ZERO);

    private static Answer moderated(Verdict verdict, double score) {
        return Answer.NOTHING.with(new Moderation(verdict, List.of(), Map.of("toxic", score)), "m@1", COST);
    }

    private static Answer classified(String label, double score) {
        return Answer.NOTHING.with(
                new Classification(Optional.of(label), score, Optional.empty(), Map.of(label, score)), "c@1", COST);
    }

    private static Answer classified(List<String> labels) {
        return Answer.NOTHING.with(
                new Classification(Optional.of("a"), 0.9, Optional.of(labels), Map.of("a", 0.9)), "c@1", COST);
    }

    private static Answer embedded(Float... values) {
        return Answer.NOTHING.with(new Embedding(List.of(values)), "e@1", COST);
    }

    @Test
    void scoresMayDifferWhatIsDecidedMayNot() {
        assertThat(Agreement.of(moderated(Verdict.ALLOW, 0.1), moderated(Verdict.ALLOW, 0.12)))
                .isTrue();
        assertThat(Agreement.of(moderated(Verdict.ALLOW, 0.1), moderated(Verdict.BLOCK, 0.1)))
                .isFalse();
        assertThat(Agreement.of(classified("a", 0.8), classified("a", 0.81))).isTrue();
        assertThat(Agreement.of(classified("a", 0.8), classified("b", 0.8))).isFalse();
        assertThat(Agreement.of(classified(List.of("a")), classified(List.of("a", "b"))))
                .isFalse();
    }

    @Test
    void asManyFieldsMustBeFound() {
        Answer none = Answer.NOTHING.with(new Extraction(Optional.empty(), List.of()), "x@1", COST);
        Field field = new Field("work", "PLACE", "gate", 0, 4, Optional.empty(), 0.9, Field.By.MODEL);
        Answer one = Answer.NOTHING.with(new Extraction(Optional.empty(), List.of(field)), "x@1", COST);

        assertThat(Agreement.of(none, none)).isTrue();
        assertThat(Agreement.of(none, one)).isFalse();
    }

    @Test
    void vectorsMustPointTheSameWay() {
        assertThat(Agreement.of(embedded(1f, 0.5f), embedded(2.01f, 1f))).isTrue();
        assertThat(Agreement.of(embedded(1f, 0.5f), embedded(0.5f, 1f))).isFalse();
        assertThat(Agreement.of(embedded(1f, 0.5f), Answer.NOTHING)).isFalse();
    }
}
