// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.lane.Lanes.ModelSource;
import io.edgewise.testkit.bundle.TinyBundles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lanes that are slowed down, with the native library and a tiny model.
class PacedLanesIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LATER = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private final Journey journey = new Journey();

    private Lanes ready(int count) {
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve("moderation"));
        ModelSource source = new ModelSource("moderation", () -> Bundle.open(bundle), ModelOptions.DEFAULT);
        Lanes lanes =
                new Lanes(() -> TestLibrary.context(folder.resolve("learnt")), List.of(source), count, status -> {});
        assertThat(lanes.ready()).succeedsWithin(SOON);
        return lanes;
    }

    private LaneJob<?> job(Priority priority, int number) {
        return journey.ofPriority(priority, priority + " " + number, "key " + number % 5, LATER);
    }

    @Test
    void lowerPrioritiesWaitAndAreAnsweredWhenTheyMay() {
        try (Lanes lanes = ready(2)) {
            lanes.pace(new Pace(1, 1, 0.5, Priority.HIGH, true));
            IntStream.range(0, 10).forEach(i -> lanes.submit(job(Priority.NORMAL, i)));
            IntStream.range(0, 10).forEach(i -> lanes.submit(job(Priority.HIGH, i)));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 10);
            assertThat(journey.texts()).allMatch(text -> text.startsWith("HIGH"));
            assertThat(lanes.waiting()).isEqualTo(10);

            lanes.pace(Pace.FULL);

            await().atMost(SOON).until(() -> journey.outcomes().size() == 20);
            assertThat(journey.outcomes()).allMatch(LaneOutcome.Answered.class::isInstance);
        }
    }

    @Test
    void aDeadlineEndsAlsoWhatMayNotBeRead() {
        try (Lanes lanes = ready(1)) {
            lanes.pace(new Pace(1, 1, 1, Priority.HIGH, true));

            lanes.submit(journey.ofPriority(Priority.LOW, "late", "", Duration.ofMillis(10)));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            assertThat(journey.outcomes().getFirst()).isInstanceOf(LaneOutcome.Expired.class);
            assertThat(lanes.waiting()).isZero();
        }
    }

    @Test
    void fewerLanesWorkAtATimeAndTheJobsOfAllAreAnswered() {
        try (Lanes lanes = ready(3)) {
            lanes.pace(new Pace(1, 1, 1, Priority.LOW, false));
            CountDownLatch open = journey.hold(lanes);
            await().atMost(SOON).until(() -> !lanes.longestTurn().isZero());
            IntStream.range(0, 20).forEach(i -> lanes.submit(job(Priority.NORMAL, i)));

            // Another lane would have answered by the time that this one has had to look for chores.
            await().during(Duration.ofMillis(300))
                    .atMost(SOON)
                    .until(() -> journey.outcomes().isEmpty());
            open.countDown();

            await().atMost(SOON).until(() -> journey.outcomes().size() == 21);
        }
    }

    /// A lane that rests does not hang: a watchdog must not end the gateway.
    @Test
    void aLaneThatRestsIsNotBusyAndWakesWhenThePaceRises() {
        try (Lanes lanes = ready(1)) {
            lanes.pace(new Pace(1, 1e-9, 1, Priority.LOW, false));
            lanes.submit(job(Priority.NORMAL, 1));
            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            lanes.submit(job(Priority.NORMAL, 2));
            await().during(Duration.ofMillis(200))
                    .atMost(SOON)
                    .until(() -> lanes.longestTurn().isZero());
            assertThat(journey.outcomes()).as("it rests for weeks").hasSize(1);

            lanes.pace(Pace.FULL);

            await().atMost(SOON).until(() -> journey.outcomes().size() == 2);
        }
    }

    @Test
    void closingAnswersWhatHadToWait() {
        try (Lanes lanes = ready(2)) {
            lanes.pace(new Pace(1, 0.01, 1, Priority.HIGH, true));
            IntStream.range(0, 10).forEach(i -> lanes.submit(job(Priority.LOW, i)));
        }

        assertThat(journey.outcomes()).hasSize(10).allMatch(LaneOutcome.Answered.class::isInstance);
    }
}
