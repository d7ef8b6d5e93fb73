// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.lane.Lanes.ModelSource;
import io.edgewise.inference.plan.Candidates;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.PlanContext;
import io.edgewise.inference.plan.Receipt;
import io.edgewise.inference.plan.Service;
import io.edgewise.inference.plan.Trial;
import io.edgewise.inference.plan.VendorDelegate;
import io.edgewise.inference.task.Moderation;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.delegate.TestDelegate;
import io.edgewise.testkit.junit.ExpectLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A vendor's delegate that fails while texts wait, with real workers and a real delegate that goes wrong.
class FailoverIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MANY = 300;
    private static final String TEXT = "the pump leaks";

    @TempDir
    Path folder;

    private final Journey journey = new Journey();
    private final List<ModelStatus> statuses = new CopyOnWriteArrayList<>();
    private VendorDelegate vendor = vendor(Duration.ofHours(1));

    /// Goes wrong in each pass from the moment on that [#ill] is there.
    private VendorDelegate willFail(String how, Duration coolOff) {
        return vendor(coolOff, "at", "invoke", "how", how, "while", ill().toString());
    }

    private Path ill() {
        return folder.resolve("ill");
    }

    /// Lets the delegate go wrong when some texts were answered and many wait.
    private void submitAndFail(Lanes lanes, Runnable submit) throws IOException {
        submit.run();
        await().atMost(SOON).until(() -> !journey.outcomes().isEmpty());
        Files.createFile(ill());
        submit.run();
        assertThat(lanes.count()).isPositive();
    }

    private static VendorDelegate vendor(Duration coolOff, String... options) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("dynamic", "1");
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        Path library = TestDelegates.library(TestDelegate.C);
        return new VendorDelegate("npu", library, all, List.of(), false, Duration.ofSeconds(2), coolOff);
    }

    private Lanes start(int count, String... candidates) {
        Path bundle = folder.resolve("moderation");
        if (!Files.exists(bundle)) {
            TinyBundles.moderation().writeTo(bundle);
        }
        ModelOptions options = ModelOptions.DEFAULT.on(Candidates.parse(List.of(candidates), List.of(vendor)));
        ModelSource source = new ModelSource("moderation", () -> Bundle.open(bundle), options);
        Lanes lanes = new Lanes(this::context, List.of(source), count, statuses::add);
        try {
            assertThat(lanes.ready()).succeedsWithin(SOON);
            return lanes;
        } catch (AssertionError e) {
            lanes.close();
            throw e;
        }
    }

    private PlanContext context() {
        return TestLibrary.context(folder.resolve("learnt"));
    }

    private void submit(Lanes lanes, int count) {
        for (int i = 0; i < count; i++) {
            lanes.submit(journey.moderation(TEXT, "pump-" + i % 7));
        }
    }

    private void awaitAnswers(int count) {
        await().atMost(SOON).until(() -> journey.outcomes().size() == count);
        assertThat(journey.outcomes()).allMatch(outcome -> outcome instanceof LaneOutcome.Answered);
    }

    private Service service() {
        return statuses.getLast().service();
    }

    private Receipt receipt() {
        return statuses.getLast().receipt().orElseThrow();
    }

    private Optional<Service.Demoted> demoted() {
        return statuses.stream()
                .map(ModelStatus::service)
                .filter(Service.Demoted.class::isInstance)
                .map(Service.Demoted.class::cast)
                .findFirst();
    }

    @Test
    void aDelegateThatWorksRunsWhatItTakesAndTheReceiptSaysSo() {
        try (Lanes lanes = start(2, "npu")) {
            submit(lanes, 20);
            awaitAnswers(20);

            assertThat(receipt().chosen()).isEqualTo("npu");
            assertThat(receipt().running().delegates())
                    .containsExactly(new Trial.Share("npu", 3), new Trial.Share("xnnpack", 54));
            assertThat(receipt().trials()).extracting(Trial::candidate).containsExactly("npu", "xnnpack");
            assertThat(statuses.getLast().isDegraded()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "crash", "abort", "exit", "nan", "hang"})
    void whenItFailsEveryTextIsAnsweredAsByXnnpack(String how) throws IOException {
        vendor = willFail(how, Duration.ofHours(1));
        try (Lanes lanes = start(2, "npu")) {
            submitAndFail(lanes, () -> submit(lanes, MANY));
            awaitAnswers(2 * MANY);

            await().atMost(SOON).until(() -> service() instanceof Service.Demoted);
            Service.Demoted demoted = (Service.Demoted) service();
            assertThat(demoted.running()).isEqualTo("xnnpack");
            assertThat(demoted.times()).isEqualTo(1);
            assertThat(demoted.reason()).contains(how.equals("nan") ? "answered what is no number" : "");
            assertThat(statuses.getLast().isDegraded()).isTrue();
        }
        List<Moderation> answers = List.copyOf(journey.moderations());
        assertSameAsXnnpack(answers);
    }

    private void assertSameAsXnnpack(List<Moderation> answers) {
        Journey again = new Journey();
        try (Lanes lanes = start(1, "xnnpack")) {
            lanes.submit(again.moderation(TEXT, ""));
            await().atMost(SOON).until(() -> again.moderations().size() == 1);
        }
        Map<String, Double> expected = again.moderations().getFirst().scores();
        answers.forEach(answer -> answer.scores()
                .forEach((label, score) -> assertThat(score)
                        .isCloseTo(Optional.ofNullable(expected.get(label)).orElseThrow(), within(0.01))));
    }

    @Test
    void answersOfOneKeyKeepTheirOrderThroughAFailure() throws IOException {
        vendor = willFail("abort", Duration.ofHours(1));
        AtomicInteger number = new AtomicInteger();
        try (Lanes lanes = start(2, "npu")) {
            submitAndFail(lanes, () -> {
                for (int i = 0; i < MANY; i++) {
                    String text = "%05d %s".formatted(number.getAndIncrement(), TEXT);
                    lanes.submit(journey.moderation(text, "pump-7"));
                }
            });
            awaitAnswers(2 * MANY);

            assertThat(journey.texts()).isSorted();
            assertThat(demoted()).isPresent();
        }
    }

    @Test
    @ExpectLog("has nothing to run on, and its texts wait")
    void whatOnlyTheDelegateCanRunWaitsForItAfterACrash() throws IOException {
        vendor = vendor(Duration.ofMillis(200), "at", "invoke", "how", "wrong");
        TinyBundles.moderation().file("golden.json", saidWrongly()).writeTo(folder.resolve("moderation"));
        try (Lanes lanes = start(1, "npu")) {
            assertThat(receipt().chosen()).isEqualTo("npu");
            assertThat(receipt().refused()).extracting(Trial.Refused::candidate).containsExactly("xnnpack");
            for (int i = 0; i < 2 * MANY; i++) {
                if (i == MANY) {
                    await().atMost(SOON).until(() -> !journey.outcomes().isEmpty());
                    lanes.context().hosts().of(vendor).kill();
                }
                String text = "%05d %s".formatted(i, TEXT);
                lanes.submit(journey.moderation(text, "pump-7"));
            }
            awaitAnswers(2 * MANY);

            assertThat(journey.texts()).isSorted();
            assertThat(statuses).extracting(ModelStatus::service).hasAtLeastOneElementOfType(Service.Unavailable.class);
            assertThat(service()).isInstanceOf(Service.AsPlanned.class);
        }
    }

    /// Golden tests that only the delegate that computes something else passes.
    private String saidWrongly() {
        Path draft = TinyBundles.moderation().writeTo(folder.resolve("draft"));
        Bundle bundle = Bundle.open(draft);
        InterpreterOptions options = new InterpreterOptions(
                List.of(TestDelegates.c("dynamic", "1", "at", "invoke", "how", "wrong"), new Delegate.XnnPack(1)),
                1,
                false);
        try (Model model = TestLibrary.lite().model(bundle.modelFile());
                Encoder encoder = Encoder.open(bundle.descriptor(), model, options)) {
            Window window = Window.whole(bundle.tokenizer().encode(TEXT));
            Pass pass = encoder.run(List.of(window), Set.of("moderation"));
            String logits = IntStream.range(0, TinyBundles.MODERATION_LABELS.size())
                    .mapToObj(label ->
                            String.valueOf(pass.sequence("moderation", 0, TinyBundles.MODERATION_LABELS.size(), label)))
                    .collect(Collectors.joining(" "));
            int[] ids = new int[window.tokens()];
            window.copyIds(ids, 0);
            return "{\"texts\": [{\"text\": \"%s\", \"ids\": \"%s\", \"logits\": {\"moderation\": \"%s\"}}]}"
                    .formatted(
                            TEXT,
                            Arrays.stream(ids).mapToObj(String::valueOf).collect(Collectors.joining(" ")),
                            logits);
        }
    }

    @Test
    void itIsPromotedWhenItWorksAgain() throws IOException {
        vendor = willFail("abort", Duration.ofMillis(200));
        try (Lanes lanes = start(2, "npu")) {
            submitAndFail(lanes, () -> submit(lanes, MANY));
            awaitAnswers(2 * MANY);
            await().atMost(SOON).until(() -> demoted().isPresent());

            Files.delete(ill());

            await().atMost(SOON).until(() -> service() instanceof Service.AsPlanned);
            submit(lanes, MANY);
            awaitAnswers(3 * MANY);
            assertThat(service()).isInstanceOf(Service.AsPlanned.class);
        }
    }

    @Test
    void oneThatComputesSomethingElseIsNotUsed() {
        vendor = vendor(Duration.ofHours(1), "at", "invoke", "how", "wrong");
        try (Lanes lanes = start(1, "npu")) {
            assertThat(receipt().chosen()).isEqualTo("xnnpack");
            assertThat(receipt().refused())
                    .extracting(Trial.Refused::candidate, Trial.Refused::reason)
                    .containsExactly(tuple("npu", Trial.Reason.WRONG));
            assertThat(statuses.getLast().isDegraded()).isTrue();
            submit(lanes, 5);
            awaitAnswers(5);
        }
    }

    @Test
    void oneThatCrashesWhileItIsTriedIsNotTriedAtTheNextStart() throws IOException {
        vendor = vendor(Duration.ofHours(1), "at", "prepare", "how", "abort");
        try (Lanes lanes = start(1, "npu")) {
            assertThat(receipt().refused()).extracting(Trial.Refused::reason).containsExactly(Trial.Reason.CRASHED);
            assertThat(lanes.context().hosts().of(vendor).pid()).isEmpty();
        }

        try (Lanes lanes = start(1, "npu")) {
            assertThat(receipt().refused()).singleElement().satisfies(refused -> {
                assertThat(refused.reason()).isEqualTo(Trial.Reason.QUARANTINED);
                assertThat(refused.detail())
                        .startsWith("delegate \"npu\" is not tried on this board: the worker process of delegate")
                        .contains("aborted (SIGABRT)", "; remove ", " to try it again");
            });
            submit(lanes, 3);
            awaitAnswers(3);
        }

        removeMarkers();
        vendor = vendor(Duration.ofHours(1));
        try (Lanes lanes = start(1, "npu")) {
            assertThat(receipt().chosen()).isEqualTo("npu");
            assertThat(lanes.count()).isEqualTo(1);
        }
    }

    private void removeMarkers() throws IOException {
        try (Stream<Path> markers = Files.list(folder.resolve("learnt/quarantine"))) {
            for (Path marker : markers.toList()) {
                Files.delete(marker);
            }
        }
    }

    @Test
    void oneThatFailsAgainAndAgainInServiceIsNotTriedAtTheNextStart() throws IOException {
        vendor = willFail("abort", Duration.ofMillis(50));
        try (Lanes lanes = start(1, "npu")) {
            Files.createFile(ill());
            lanes.submit(journey.moderation(TEXT, ""));
            awaitAnswers(1);
            await().atMost(SOON).until(() -> service() instanceof Service.Demoted now && now.times() == 3);
            assertThat(lanes.waiting()).isZero();
        }

        try (Lanes lanes = start(1, "npu")) {
            assertThat(receipt().refused()).singleElement().satisfies(refused -> {
                assertThat(refused.reason()).isEqualTo(Trial.Reason.QUARANTINED);
                assertThat(refused.detail()).contains("it failed 3 times in service, at last: the worker process");
            });
            assertThat(lanes.waiting()).isZero();
        }
    }

    @Test
    void aSecondDelegateOfTheListTakesOverOnlyAtTheNextPlan() {
        vendor = vendor(Duration.ofHours(1), "at", "create", "how", "refuse");
        try (Lanes lanes = start(1, "npu", "xnnpack")) {
            assertThat(receipt().chosen()).isEqualTo("xnnpack");
            assertThat(receipt().refused()).extracting(Trial.Refused::reason).containsExactly(Trial.Reason.NOT_BUILT);
            assertThat(statuses.getLast().isDegraded()).as("it is on the list").isFalse();
            submit(lanes, 3);
            awaitAnswers(3);
        }
    }

    @Test
    void aDelegateWithFixedShapesAnswersAtEveryLength() {
        vendor = new VendorDelegate(
                "npu",
                TestDelegates.library(TestDelegate.C),
                Map.of("dynamic", "0"),
                List.of(),
                true,
                Duration.ofSeconds(2),
                Duration.ofHours(1));
        try (Lanes lanes = start(1, "npu")) {
            for (int words = 0; words < 40; words++) {
                lanes.submit(journey.moderation("pump ".repeat(words), ""));
            }
            awaitAnswers(40);
            assertThat(receipt().chosen()).isEqualTo("npu");
            assertThat(receipt().packTokens("npu")).isZero();
            assertThat(service()).isInstanceOf(Service.AsPlanned.class);
        }
        List<Moderation> fixed = List.copyOf(journey.moderations());
        Journey exact = new Journey();
        try (Lanes lanes = start(1, "xnnpack")) {
            for (int words = 0; words < 40; words++) {
                lanes.submit(exact.moderation("pump ".repeat(words), ""));
            }
            await().atMost(SOON).until(() -> exact.moderations().size() == 40);
        }
        for (int i = 0; i < 40; i++) {
            Map<String, Double> expected = exact.moderations().get(i).scores();
            fixed.get(i)
                    .scores()
                    .forEach((label, score) -> assertThat(score)
                            .isCloseTo(Optional.ofNullable(expected.get(label)).orElseThrow(), within(0.01)));
        }
    }
}
