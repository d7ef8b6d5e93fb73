// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.generation.Generated.Finish;
import io.edgewise.inference.generation.GeneratorCounts.GivenUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GeneratorJournalTest {
    private final List<GeneratorStatus> told = new ArrayList<>();
    private final List<WritingOutcome> ended = new ArrayList<>();
    private final GeneratorJournal journal = new GeneratorJournal("writer", () -> 5, new GeneratorEvents() {
        @Override
        public void changed(GeneratorStatus now) {
            told.add(now);
        }

        @Override
        public void ended(String generator, WritingOutcome outcome) {
            assertThat(generator).isEqualTo("writer");
            ended.add(outcome);
        }
    });

    private static WritingOutcome written(int promptTokens, int reused, int tokens) {
        return new WritingOutcome.Written(
                new Generated("text", Finish.END, promptTokens, reused, tokens, 0, OptionalInt.empty()),
                "smollm2@1.0.0",
                Duration.ofMillis(2),
                Duration.ofMillis(30));
    }

    @Test
    void beforeItIsOpenedTextsWait() {
        assertThat(journal.status())
                .isEqualTo(new GeneratorStatus(
                        "writer", new GeneratorState.Opening(), Optional.empty(), 5, 0, GeneratorCounts.NONE));
        assertThat(journal.status().sentence()).isEqualTo("is built and tested");
    }

    @Test
    void onceOpenedItHasAReceiptAndThatIsTold() {
        journal.opened(GeneratorReceipts.writer());

        assertThat(told).containsExactly(journal.status());
        assertThat(journal.status().state()).isEqualTo(new GeneratorState.Ready());
        assertThat(journal.status().receipt()).hasValue(GeneratorReceipts.writer());
        assertThat(journal.status().isDegraded()).isFalse();
        assertThat(journal.status().sentence())
                .isEqualTo(GeneratorReceipts.writer().sentence());
    }

    @Test
    void oneThatFailedKeepsItsReceiptAndSaysWhy() {
        journal.opened(GeneratorReceipts.writer());
        journal.underWay(2);

        journal.failed("out of memory");

        assertThat(told).hasSize(2).last().isEqualTo(journal.status());
        assertThat(journal.status().isDegraded()).isTrue();
        assertThat(journal.status().sentence()).isEqualTo("failed: out of memory");
        assertThat(journal.status().underWay()).isZero();
        assertThat(journal.status().receipt()).hasValue(GeneratorReceipts.writer());
    }

    @Test
    void everyEndIsCountedOnce() {
        List<WritingOutcome> outcomes = List.of(
                written(100, 80, 10),
                written(50, 0, 7),
                new WritingOutcome.Expired(),
                new WritingOutcome.Cancelled(),
                new WritingOutcome.Cancelled(),
                new WritingOutcome.Failed(new IllegalStateException("a defect")),
                new WritingOutcome.Refused("closed"));

        outcomes.forEach(journal::ended);

        assertThat(journal.status().counts()).isEqualTo(new GeneratorCounts(2, 17, 150, 80, new GivenUp(1, 2, 1, 1)));
        assertThat(ended).isEqualTo(outcomes);
    }
}
