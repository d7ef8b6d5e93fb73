// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.lane.Lanes.ModelSource;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.Service;
import io.edgewise.testkit.bundle.BundleDraft;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.junit.ExpectLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models that come, change and go while texts wait.
class SwapIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Journey journey = new Journey();
    private final List<ModelStatus> statuses = new CopyOnWriteArrayList<>();
    private final List<Bundle> opened = new CopyOnWriteArrayList<>();

    private Supplier<Bundle> version(String version, BundleDraft draft) {
        Path bundle = draft.describing(json -> json.put("version", version)).writeTo(folder.resolve(version));
        return () -> {
            Bundle open = Bundle.open(bundle);
            opened.add(open);
            return open;
        };
    }

    private Supplier<Bundle> version(String version) {
        return version(version, TinyBundles.moderation());
    }

    private Lanes lanes(int count, Supplier<Bundle> bundle, ModelOptions options) {
        return new Lanes(
                () -> TestLibrary.context(folder.resolve("learnt")),
                List.of(new ModelSource("moderation", bundle, options)),
                count,
                statuses::add);
    }

    private static ModelOptions lazy(boolean lazy, Optional<Duration> unloadAfter) {
        ModelOptions usual = ModelOptions.DEFAULT;
        return new ModelOptions(usual.candidates(), false, false, lazy, unloadAfter);
    }

    private List<String> bundles() {
        return journey.outcomes().stream()
                .map(outcome -> ((LaneOutcome.Answered<?>) outcome).bundle())
                .toList();
    }

    /// A version that is freed has its file unmapped: it can't be given to a model again.
    private static boolean isFreed(Bundle bundle) {
        try {
            bundle.modelFile().contents();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void aSwapUnderLoadLosesNothingAndKeepsTheOrder() {
        try (Lanes lanes = lanes(2, version("1.0.0"), ModelOptions.DEFAULT)) {
            assertThat(lanes.ready()).succeedsWithin(SOON);
            int texts = 0;
            for (int swap = 1; swap <= 5; swap++) {
                CompletableFuture<ModelStatus> swapped = lanes.swap("moderation", version("1.0." + swap));
                while (!swapped.isDone()) {
                    lanes.submit(journey.moderation("%05d the pump".formatted(texts++), "pump-7"));
                    int most = texts - 50;
                    await().pollInterval(Duration.ofMillis(1))
                            .until(() -> journey.outcomes().size() >= most);
                }
                assertThat(swapped).isCompleted();
            }
            lanes.submit(journey.moderation("%05d the pump".formatted(texts++), "pump-7"));
            int all = texts;
            await().atMost(SOON).until(() -> journey.outcomes().size() == all);

            assertThat(journey.outcomes()).allMatch(LaneOutcome.Answered.class::isInstance);
            assertThat(journey.texts()).isSorted();
            assertThat(bundles()).isSorted().contains("moderation@1.0.0").endsWith("moderation@1.0.5");
            assertThat(statuses).hasSize(6);
            await().atMost(SOON).until(() -> opened.subList(0, 5).stream().allMatch(SwapIT::isFreed));
            assertThat(isFreed(opened.getLast())).isFalse();
        }
    }

    @Test
    void aBundleThatCannotBeUsedIsRefusedAndTheFormerOneGoesOn() {
        try (Lanes lanes = lanes(2, version("1.0.0"), ModelOptions.DEFAULT)) {
            assertThat(lanes.ready()).succeedsWithin(SOON);

            assertThat(lanes.swap(
                            "moderation",
                            version("1.0.1", TinyBundles.moderation().flawed(Flaw.OTHER_GOLDEN_LOGITS))))
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(BundleException.class)
                    .withMessageContaining("golden tests failed");
            assertThat(lanes.swap(
                            "moderation",
                            version("1.0.2", TinyBundles.moderation().flawed(Flaw.CHANGED_BYTE))))
                    .failsWithin(SOON);
            lanes.submit(journey.moderation("the pump", ""));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            assertThat(bundles()).containsExactly("moderation@1.0.0");
            assertThat(statuses).hasSize(1);
            assertThat(isFreed(opened.getLast())).as("what was refused").isTrue();
        }
    }

    @Test
    void aLazyModelIsOpenedByItsFirstTextWhichWaitsForIt() {
        try (Lanes lanes = lanes(2, version("1.0.0"), lazy(true, Optional.empty()))) {
            assertThat(lanes.ready()).succeedsWithin(SOON).isEqualTo(List.of());
            await().atMost(SOON).until(() -> statuses.size() == 1);
            assertThat(statuses.getFirst().service()).isEqualTo(new Service.NotOpened());
            assertThat(opened).isEmpty();

            for (int i = 0; i < 20; i++) {
                lanes.submit(journey.moderation("%02d the pump".formatted(i), "pump-7"));
            }

            await().atMost(SOON).until(() -> journey.outcomes().size() == 20);
            assertThat(journey.texts()).isSorted();
            assertThat(opened).hasSize(1);
            assertThat(statuses.getLast().service()).isEqualTo(new Service.AsPlanned());
        }
    }

    @Test
    void anIdleModelIsUnloadedAndComesBackWithItsNextText() {
        try (Lanes lanes = lanes(2, version("1.0.0"), lazy(false, Optional.of(Duration.ofMillis(100))))) {
            assertThat(lanes.ready()).succeedsWithin(SOON);
            await().atMost(SOON).until(() -> statuses.getLast().service() instanceof Service.Unloaded);
            await().atMost(SOON).until(() -> isFreed(opened.getFirst()));

            lanes.submit(journey.moderation("the pump", ""));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            assertThat(journey.outcomes().getFirst()).isInstanceOf(LaneOutcome.Answered.class);
            assertThat(opened).hasSize(2);
        }
    }

    @Test
    void whatWasUnloadedAfterASwapComesBackAsTheNewVersion() {
        try (Lanes lanes = lanes(1, version("1.0.0"), lazy(false, Optional.of(Duration.ofMillis(100))))) {
            assertThat(lanes.ready()).succeedsWithin(SOON);
            assertThat(lanes.swap("moderation", version("1.0.1"))).succeedsWithin(SOON);
            await().atMost(SOON).until(() -> statuses.getLast().service() instanceof Service.Unloaded);

            lanes.submit(journey.moderation("the pump", ""));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            assertThat(bundles()).containsExactly("moderation@1.0.1");
        }
    }

    @Test
    @ExpectLog("can't be opened, and its texts wait")
    void textsForALazyModelThatIsBrokenWaitUntilTheirDeadline() throws IOException {
        Supplier<Bundle> source = version("1.0.0");
        Files.writeString(folder.resolve("1.0.0/model.tflite"), "damaged");
        try (Lanes lanes = lanes(1, source, lazy(true, Optional.empty()))) {
            lanes.submit(journey.moderation("moderation", "the pump", "", Duration.ofSeconds(3)));

            await().atMost(SOON).until(() -> journey.outcomes().size() == 1);
            assertThat(journey.outcomes().getFirst()).isInstanceOf(LaneOutcome.Expired.class);
            assertThat(statuses.getLast().isDegraded()).isTrue();
            assertThat(statuses.getLast().sentence()).startsWith("unavailable: bundle ");
        }
    }

    @Test
    void closingWhileAModelIsOpenedAnswersOrRefusesEveryText() {
        List<Lanes> closed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Lanes lanes = lanes(2, version("1.0." + i), ModelOptions.DEFAULT);
            closed.add(lanes);
            lanes.submit(journey.moderation("the pump", ""));
            lanes.close();
        }

        await().atMost(SOON).until(() -> journey.outcomes().size() == closed.size());
        assertThat(journey.outcomes())
                .allMatch(o -> o instanceof LaneOutcome.Answered || o instanceof LaneOutcome.Refused);
    }
}
