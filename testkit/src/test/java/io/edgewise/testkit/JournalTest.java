// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Journal<String> journal = new Journal<>("words heard");

    @Test
    void findsWhatIsThereAlready() {
        journal.add("one");
        journal.add("two");

        assertThat(journal.await(word -> word.startsWith("t"), SHORT)).isEqualTo("two");
        assertThat(journal.await(word -> word.startsWith("o"), SHORT)).isEqualTo("one");
    }

    @Test
    void wakesWhoWaitsForWhatIsStillToCome() throws InterruptedException {
        // Given
        AtomicReference<String> found = new AtomicReference<>("");
        Thread waiting = Thread.ofPlatform().start(() -> found.set(journal.await(word -> word.equals("late"), LONG)));
        Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        // When
        journal.add("early");
        journal.add("late");

        // Then
        assertThat(waiting.join(LONG.dividedBy(2))).isTrue();
        assertThat(found).hasValue("late");
    }

    @Test
    void looksOnlyAfterAPositionWhenAsked() {
        journal.add("one");

        assertThatThrownBy(() -> journal.awaitAfter(1, _ -> true, SHORT)).isInstanceOf(AssertionError.class);
    }

    @Test
    void handsOutOneAfterTheOther() {
        journal.add("one");
        journal.add("two");

        assertThat(journal.next(SHORT)).isEqualTo("one");
        assertThat(journal.next(SHORT)).isEqualTo("two");
        assertThatThrownBy(() -> journal.next(SHORT)).hasMessageContaining("expected entry number 3");
    }

    @Test
    void aWaitInVainShowsTheLastEntries() {
        journal.add("one");

        assertThatThrownBy(() -> journal.awaitCount(2, SHORT))
                .isInstanceOf(AssertionError.class)
                .hasMessage("words heard: expected 2 entries within PT0.02S, got 1, the last: [one]");
    }

    @Test
    void anEndedJournalFailsAtOnce() {
        journal.add("one");
        journal.end("connection closed");

        assertThat(journal.awaitCount(1, LONG)).isEqualTo(List.of("one"));
        assertThatThrownBy(() -> journal.awaitCount(2, LONG))
                .hasMessageContaining("before the end (connection closed)");
    }

    @Test
    void refusesMoreThanItsCapacity() {
        for (int i = 0; i < Journal.CAPACITY; i++) {
            journal.add("x");
        }

        assertThatThrownBy(() -> journal.add("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("words heard: more than 200000 entries");
    }
}
