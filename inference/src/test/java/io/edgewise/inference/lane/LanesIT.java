// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.edgewise.inference.NativeLibraryException;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.lane.Lanes.ModelSource;
import io.edgewise.inference.plan.Candidates;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.Receipt;
import io.edgewise.inference.plan.Service;
import io.edgewise.inference.task.Extraction;
import io.edgewise.inference.task.Moderation;
import io.edgewise.testkit.bundle.BundleDraft;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.junit.ExpectLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs on real lanes with the native library and tiny models.
class LanesIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final Journey journey = new Journey();
    private final List<ModelStatus> statuses = new CopyOnWriteArrayList<>();

    private ModelSource source(String name, BundleDraft draft) {
        Path bundle = draft.named(name).writeTo(folder.resolve(name));
        return new ModelSource(name, () -> Bundle.open(bundle), ModelOptions.DEFAULT);
    }

    private Lanes lanes(int count, ModelSource... sources) {
        return new Lanes(() -> TestLibrary.context(folder.resolve("learnt")), List.of(sources), count, statuses::add);
    }

    private Lanes ready(int count, ModelSource... sources) {
        Lanes lanes = lanes(count, sources);
        assertThat(lanes.ready()).succeedsWithin(SOON);
        return lanes;
    }

    @Test
    void tellWhatIsLoadedWhenTheGoldenTestsPassed() {
        try (Lanes lanes = lanes(2, source("moderation", TinyBundles.moderation()))) {
            List<ModelStatus> loaded = lanes.ready().join();

            assertThat(loaded).hasSize(1);
            Receipt receipt = loaded.getFirst().receipt().orElseThrow();
            assertThat(loaded.getFirst().service()).isEqualTo(new Service.AsPlanned());
            assertThat(statuses).containsExactlyElementsOf(loaded);
            assertThat(receipt.goldenTests()).isPositive();
            assertThat(receipt.chosen()).isEqualTo("xnnpack");
            assertThat(lanes.count()).isEqualTo(2);
        }
    }

    @Test
    void answerWhateverIsSubmittedFromAnyThread() {
        try (Lanes lanes = ready(2, source("moderation", TinyBundles.moderation()))) {
            IntStream.range(0, 200).parallel().forEach(i -> lanes.submit(journey.moderation("pump " + i, "")));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 200);
            assertThat(journey.outcomes()).allMatch(o -> o instanceof LaneOutcome.Answered);
        }
    }

    @Test
    void jobsOfOneKeyKeepTheirOrder() {
        try (Lanes lanes = ready(2, source("moderation", TinyBundles.moderation()))) {
            for (int i = 0; i < 100; i++) {
                lanes.submit(journey.moderation("%02d %s".formatted(i, "the pump leaks ".repeat(i % 9)), "pump-7"));
            }

            await().atMost(SOON).until(() -> journey.outcomes().size() == 100);
            assertThat(journey.texts()).isSorted();
        }
    }

    /// So that a watchdog notices a lane that hangs.
    @Test
    void tellHowLongALaneHasBeenAtOneThing() {
        try (Lanes lanes = ready(2, source("moderation", TinyBundles.moderation()))) {
            CountDownLatch open = journey.hold(lanes);
            await().atMost(SOON).until(() -> lanes.longestTurn().toMillis() > 200);

            open.countDown();

            await().atMost(SOON).until(() -> lanes.longestTurn().isZero());
        }
    }

    @Test
    void packedOrAloneTheAnswerIsTheSame() {
        try (Lanes lanes = ready(1, source("moderation", TinyBundles.moderation()))) {
            CountDownLatch open = journey.hold(lanes);
            IntStream.range(0, 5).forEach(i -> lanes.submit(journey.moderation("the pump", "")));
            open.countDown();
            await().atMost(SOON).until(() -> journey.outcomes().size() == 6);
            lanes.submit(journey.moderation("the pump", ""));
            await().atMost(SOON).until(() -> journey.outcomes().size() == 7);

            Moderation alone = journey.moderations().getLast();
            for (Moderation packed : journey.moderations().subList(1, 6)) {
                packed.scores()
                        .forEach((label, score) ->
                                assertThat(score).isCloseTo(alone.scores().get(label), within(1e-3)));
            }
        }
    }

    /// Every second job of a model that always has work must not keep another model's jobs waiting for ever.
    @Test
    void aModelWithMoreWorkThanFitsDoesNotHoldBackAnother() {
        try (Lanes lanes = ready(
                1, source("moderation", TinyBundles.moderation()), source("extraction", TinyBundles.extraction()))) {
            CountDownLatch open = journey.hold(lanes);
            String long1 = "the pump leaks ".repeat(9);
            for (int i = 0; i < 20; i++) {
                lanes.submit(journey.moderation(long1, ""));
            }
            lanes.submit(journey.extraction("the pump", ""));
            for (int i = 0; i < 20; i++) {
                lanes.submit(journey.moderation(long1, ""));
            }
            open.countDown();

            await().atMost(SOON).until(() -> journey.outcomes().size() == 42);
            assertThat(journey.texts().indexOf("the pump"))
                    .as("its place among all, at which 1 is the first after the one that held the lane")
                    .isBetween(1, 22);
        }
    }

    @Test
    void aLongTextDoesNotHoldBackAnotherModel() {
        try (Lanes lanes = ready(
                1, source("moderation", TinyBundles.moderation()), source("extraction", TinyBundles.extraction()))) {
            CountDownLatch open = journey.hold(lanes);
            String long1 = "pump ".repeat(2_000);
            lanes.submit(journey.moderation(long1, ""));
            lanes.submit(journey.extraction("the pump", ""));
            open.countDown();

            await().atMost(SOON).until(() -> journey.outcomes().size() == 3);
            assertThat(journey.texts()).containsExactly("first", "the pump", long1);
        }
    }

    @Test
    void aLongTextKeepsItsPlaceBeforeLaterOnesOfItsKey() {
        try (Lanes lanes = ready(1, source("moderation", TinyBundles.moderation()))) {
            CountDownLatch open = journey.hold(lanes);
            String long1 = "pump ".repeat(500);
            lanes.submit(journey.moderation(long1, "pump-7"));
            lanes.submit(journey.moderation("the pump", "pump-7"));
            open.countDown();

            await().atMost(SOON).until(() -> journey.outcomes().size() == 3);
            assertThat(journey.texts()).containsExactly("first", long1, "the pump");
        }
    }

    @Test
    void aJobWhoseDeadlinePassedIsNotWorkedOn() {
        try (Lanes lanes = ready(1, source("moderation", TinyBundles.moderation()))) {
            lanes.submit(journey.late("the pump"));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            assertThat(journey.outcomes().getFirst()).isInstanceOf(LaneOutcome.Expired.class);
        }
    }

    @Test
    void aLongTextIsReadWindowByWindow() {
        try (Lanes lanes = ready(1, source("moderation", TinyBundles.moderation()))) {
            lanes.submit(journey.moderation("pump ".repeat(1_000), ""));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            LaneOutcome.Answered<?> answered =
                    (LaneOutcome.Answered<?>) journey.outcomes().getFirst();
            assertThat(answered.tokens()).isEqualTo(1_002);
            assertThat(answered.windows()).isGreaterThan(10);
        }
    }

    @Test
    void aTextInDisguiseGetsTheHigherScoresOfBothReadings() {
        BundleDraft folding = TinyBundles.moderation().describing(json -> json.put("foldings", List.of("leet")));
        try (Lanes lanes = ready(1, source("plain", TinyBundles.moderation()), source("folding", folding))) {
            lanes.submit(journey.moderation("plain", "the p0mp is h0t", ""));
            lanes.submit(journey.moderation("plain", "the pomp is hot", ""));
            await().atMost(SOON).until(() -> journey.outcomes().size() == 2);
            // Neighbours in the pass, so that each job must find its own two windows.
            IntStream.range(0, 20).forEach(i -> lanes.submit(journey.moderation("folding", "the p0mp is h0t", "")));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 22);
            List<Moderation> said = journey.outcomes().stream()
                    .map(outcome -> (Moderation) ((LaneOutcome.Answered<?>) outcome).answer())
                    .toList();
            Map<String, Double> first = said.get(0).scores();
            Map<String, Double> second = said.get(1).scores();
            assertThat(said.subList(2, 22))
                    .allSatisfy(both -> assertThat(both.scores())
                            .allSatisfy((label, score) -> assertThat(score)
                                    .isCloseTo(
                                            Stream.of(first, second)
                                                    .mapToDouble(scores -> scores.getOrDefault(label, Double.NaN))
                                                    .max()
                                                    .orElseThrow(),
                                            within(0.02))));
            assertThat(said.get(0).scores()).isNotEqualTo(said.get(1).scores());
        }
    }

    @Test
    void aJobForAModelThatIsNotThereFailsAndTheLaneGoesOn() {
        try (Lanes lanes = ready(1, source("moderation", TinyBundles.moderation()))) {
            lanes.submit(journey.moderation("modration", "the pump", ""));
            lanes.submit(journey.moderation("the pump", ""));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 2);
            assertThat(journey.outcomes().getFirst())
                    .isInstanceOfSatisfying(
                            LaneOutcome.Failed.class,
                            failed -> assertThat(failed.cause())
                                    .hasMessage("no model \"modration\" is loaded (have: [moderation])"));
            assertThat(journey.outcomes().getLast()).isInstanceOf(LaneOutcome.Answered.class);
        }
    }

    @Test
    @ExpectLog("whoever wanted the outcome of a job threw")
    void aCallerThatThrowsIsNotCalledTwiceAndTheLaneGoesOn() {
        try (Lanes lanes = ready(1, source("moderation", TinyBundles.moderation()))) {
            List<LaneOutcome<Moderation>> told = new ArrayList<>();
            lanes.submit(journey.moderation("the pump", "", outcome -> {
                told.add(outcome);
                throw new IllegalStateException("a defect of the caller");
            }));
            lanes.submit(journey.moderation("the pump", ""));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void closingFinishesWhatWaitsAndRefusesWhatComesLater() {
        Lanes lanes = ready(1, source("extraction", TinyBundles.extraction()));
        IntStream.range(0, 50).forEach(i -> lanes.submit(journey.extraction("the pump", "")));

        lanes.close();
        lanes.submit(journey.extraction("later", ""));

        assertThat(journey.outcomes()).hasSize(51);
        assertThat(journey.outcomes().subList(0, 50))
                .allMatch(o -> o instanceof LaneOutcome.Answered<?> a && a.answer() instanceof Extraction);
        assertThat(journey.outcomes().getLast()).isInstanceOf(LaneOutcome.Refused.class);
    }

    @Test
    void aModelThatFailsItsGoldenTestsRefusesEveryJob() {
        ModelSource damaged = source("moderation", TinyBundles.moderation().flawed(Flaw.OTHER_GOLDEN_LOGITS));
        try (Lanes lanes = lanes(1, damaged)) {
            assertThatThrownBy(() -> lanes.ready().join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(BundleException.class)
                    .hasMessageContaining("golden");
            lanes.submit(journey.moderation("the pump", ""));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            assertThat(journey.outcomes().getFirst()).isInstanceOf(LaneOutcome.Refused.class);
        }
    }

    @Test
    void withoutTheNativeLibraryNothingIsReadyAlsoWhereEveryModelIsLazy() {
        ModelSource source = source("moderation", TinyBundles.moderation());
        ModelOptions usual = ModelOptions.DEFAULT;
        ModelOptions lazy = new ModelOptions(usual.candidates(), false, false, true, Optional.empty());
        try (Lanes lanes = new Lanes(
                () -> {
                    throw new NativeLibraryException("there is none for this machine");
                },
                List.of(new ModelSource(source.name(), source.bundle(), lazy)),
                1,
                statuses::add)) {
            assertThat(lanes.ready())
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(NativeLibraryException.class);
            lanes.submit(journey.moderation("the pump", ""));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            assertThat(journey.outcomes()).allMatch(outcome -> outcome instanceof LaneOutcome.Refused);
        }
    }

    /// They wait for the first lane's choice: without a word from it they would wait for ever.
    @Test
    void otherLanesEndTooWhenThereIsNoPlan() {
        ModelSource right = source("extraction", TinyBundles.extraction());
        ModelSource damaged = source("moderation", TinyBundles.moderation().flawed(Flaw.OTHER_GOLDEN_LOGITS));
        try (Lanes lanes = lanes(3, right, damaged)) {
            assertThat(lanes.ready())
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(BundleException.class)
                    .withMessageContaining("golden");
            for (int i = 0; i < 9; i++) {
                lanes.submit(journey.moderation("the pump", "pump-" + i));
            }

            await().atMost(SOON).until(() -> journey.outcomes().size() == 9);
            assertThat(journey.outcomes()).allMatch(outcome -> outcome instanceof LaneOutcome.Refused);
        }
    }

    @Test
    void everyLaneRunsWhatThePlanChose() {
        Path bundle = TinyBundles.moderation()
                .file("model.tflite", TinyFile.MODERATION_FP32.bytes())
                .writeTo(folder.resolve("fp32"));
        ModelOptions onCpu =
                new ModelOptions(Candidates.parse(List.of("cpu"), List.of()), true, false, false, Optional.empty());
        try (Lanes lanes = ready(3, new ModelSource("moderation", () -> Bundle.open(bundle), onCpu))) {
            assertThat(lanes.ready().join().getFirst().receipt().orElseThrow().chosen())
                    .isEqualTo("cpu");
            IntStream.range(0, 30).forEach(i -> lanes.submit(journey.moderation("the pump", "pump-" + i)));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 30);
            assertThat(journey.moderations())
                    .extracting(Moderation::scores)
                    .as("bit by bit, as one delegate answers")
                    .containsOnly(journey.moderations().getFirst().scores());
        }
    }

    @Test
    void thereIsAtLeastOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lanes(0).close())
                .withMessage("lanes: expected at least 1, got 0");
    }

    @Test
    void takeTheHighestPriorityFirst() {
        try (Lanes lanes = ready(1, source("moderation", TinyBundles.moderation()))) {
            CountDownLatch open = journey.hold(lanes);
            await().atMost(SOON).until(() -> lanes.waiting() == 0);
            for (Priority priority : List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH)) {
                lanes.submit(journey.ofPriority(priority, "one " + priority));
                lanes.submit(journey.ofPriority(priority, "two " + priority));
            }
            open.countDown();

            await().atMost(SOON).until(() -> journey.texts().size() == 7);
        }
        assertThat(journey.texts())
                .containsExactly("first", "one HIGH", "two HIGH", "one NORMAL", "two NORMAL", "one LOW", "two LOW");
    }
}
