// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.NativeLibraryException;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.lane.LaneJob;
import io.edgewise.inference.lane.LaneOutcome;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.task.Moderation;
import io.edgewise.inference.task.ModerationTask;
import io.edgewise.inference.task.TaskFactory;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelsIT {
    private static final InferenceConfiguration ONE_LANE = new InferenceConfiguration(1, Optional.empty());
    private static final long LIMIT_SECONDS = 30;
    private static final long LATER = Duration.ofMinutes(5).toNanos();

    @TempDir
    Path folder;

    @Test
    void everyBundleIsThereWhenItIsReady() {
        ModelConfiguration moderation = model(TinyBundles.moderation().writeTo(folder.resolve("moderation")));
        ModelConfiguration extraction = model(TinyBundles.extraction().writeTo(folder.resolve("extraction")));

        try (Models models = Models.open(ONE_LANE, Map.of("m", moderation, "e", extraction), changed -> {})) {
            List<ModelStatus> loaded = models.awaitReady();

            assertThat(loaded).extracting(ModelStatus::name).containsExactlyInAnyOrder("m", "e");
            assertThat(loaded).allMatch(status -> status.receipt().orElseThrow().goldenTests() > 0);
            assertThat(models.descriptors()).containsOnlyKeys("m", "e");
            assertThat(models.context().library().version()).isNotBlank();
        }
    }

    @Test
    void jobsThatComeBeforeItIsReadyAreAnsweredInOrder() {
        try (Models models = Models.open(ONE_LANE, Map.of("m", moderation()), changed -> {})) {
            List<String> order = new ArrayList<>();
            List<CompletableFuture<LaneOutcome<Moderation>>> answers = new ArrayList<>();
            for (String text : List.of("one", "two", "three")) {
                answers.add(submit(models, text, () -> order.add(text)));
            }

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                                    .join())
                            .isInstanceOf(LaneOutcome.Answered.class));
            models.awaitReady();
            assertThat(order).containsExactly("one", "two", "three");
            assertThat(models.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"CHANGED_BYTE", "TRUNCATED_MODEL", "MISSING_FILE", "OTHER_GOLDEN_LOGITS", "WRONG_DIGEST"})
    void aCorruptBundleIsToldAndItsJobsComeBack(Flaw flaw) {
        Path bundle = TinyBundles.moderation().flawed(flaw).writeTo(folder.resolve("bundle"));

        try (Models models = Models.open(ONE_LANE, Map.of("m", model(bundle)), changed -> {})) {
            CompletableFuture<LaneOutcome<Moderation>> early = submit(models, "early", () -> {});

            assertThatThrownBy(models::awaitReady)
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining(bundle.getFileName().toString());
            assertThat(early.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join())
                    .isNotInstanceOf(LaneOutcome.Answered.class);
            assertThat(submit(models, "late", () -> {})
                            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                            .join())
                    .isNotInstanceOf(LaneOutcome.Answered.class);
        }
    }

    @Test
    void oneCorruptBundleKeepsNoOtherOpen() {
        Path wrong = TinyBundles.extraction().flawed(Flaw.CHANGED_BYTE).writeTo(folder.resolve("wrong"));

        try (Models models = Models.open(ONE_LANE, Map.of("m", moderation(), "wrong", model(wrong)), changed -> {})) {
            assertThatThrownBy(models::awaitReady)
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("wrong");
        }
    }

    @Test
    void aBundleThatIsNotThereIsToldAtOnce() {
        Path nowhere = folder.resolve("nowhere");

        assertThatThrownBy(() -> Models.open(ONE_LANE, Map.of("m", model(nowhere)), changed -> {}))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("there is no such directory");
    }

    @Test
    void aLibraryThatIsNotThereIsTold() {
        InferenceConfiguration own = new InferenceConfiguration(1, Optional.of(folder.resolve("own.so")));

        try (Models models = Models.open(own, Map.of("m", moderation()), changed -> {})) {
            assertThatThrownBy(models::awaitReady)
                    .isInstanceOf(NativeLibraryException.class)
                    .hasMessageContaining("own.so is not there");
        }
    }

    @Test
    void afterTheEndJobsComeBack() {
        Models models = Models.open(ONE_LANE, Map.of("m", moderation()), changed -> {});
        models.awaitReady();
        models.close();
        models.close();

        assertThat(submit(models, "late", () -> {})
                        .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                        .join())
                .isInstanceOf(LaneOutcome.Refused.class);
    }

    private ModelConfiguration moderation() {
        return model(TinyBundles.moderation().writeTo(folder.resolve("moderation")));
    }

    private static ModelConfiguration model(Path bundle) {
        return ModelConfiguration.of(bundle);
    }

    private static CompletableFuture<LaneOutcome<Moderation>> submit(Models models, String text, Runnable then) {
        CompletableFuture<LaneOutcome<Moderation>> answer = new CompletableFuture<>();
        TaskFactory<Moderation> task = new TaskFactory<>(bundle -> new ModerationTask(bundle, Map.of()));
        models.submit(new LaneJob<>(
                "m", task, text, "same key", Priority.NORMAL, Instant.now(), System.nanoTime() + LATER, outcome -> {
                    then.run();
                    answer.complete(outcome);
                }));
        return answer;
    }
}
