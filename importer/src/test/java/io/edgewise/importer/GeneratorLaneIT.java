// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.generation.GenerationRequest;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.generation.GeneratorCounts;
import io.edgewise.inference.generation.GeneratorEvents;
import io.edgewise.inference.generation.GeneratorLane;
import io.edgewise.inference.generation.GeneratorReceipt;
import io.edgewise.inference.generation.GeneratorState;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.Prompt;
import io.edgewise.inference.generation.Sampling;
import io.edgewise.inference.generation.WritingJob;
import io.edgewise.inference.generation.WritingOutcome;
import io.edgewise.inference.grammar.Grammar;
import io.edgewise.inference.grammar.TokenMasks;
import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.plan.LeftOver;
import io.edgewise.testkit.checkpoint.TinyDecoder;
import io.edgewise.testkit.junit.ExpectLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The thread of a generator, with the real library and a tiny Llama of random weights.
class GeneratorLaneIT {
    private static final long NEVER = Long.MAX_VALUE / 2;
    private static final Pace HOT = new Pace(1, 0.5, 1, Priority.HIGH, true);

    @TempDir
    static Path folder;

    private final Queue<WritingOutcome> outcomes = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void importOnce() {
        TinyGenerator.imported(TinyDecoder.LLAMA, DecoderPrecision.INT8, folder);
    }

    private static Supplier<Generator> opening(int texts) {
        return () ->
                TinyGenerator.open(folder, new Generator.Options(64, texts, 1, Optional.empty(), System::nanoTime));
    }

    private WritingJob job(String text, int tokens, long deadline) {
        GenerationRequest request =
                GenerationRequest.of(List.of(Message.user(text)), new Limits(tokens, Duration.ofMinutes(5)));
        return new WritingJob(ids -> request, Priority.NORMAL, System.nanoTime() + deadline, news -> {}, outcomes::add);
    }

    private <T> List<T> ended(Class<T> how) {
        return outcomes.stream().filter(how::isInstance).map(how::cast).toList();
    }

    private void awaitOutcomes(int count) {
        Awaitility.await().until(() -> outcomes.size() >= count);
    }

    @Test
    void whatIsUnderWayWhenTheLaneIsClosedIsGivenUp() {
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 1000)) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch closing = new CountDownLatch(1);
            GenerationRequest request =
                    GenerationRequest.of(List.of(Message.user("text")), new Limits(40, Duration.ofMinutes(5)));
            lane.submit(new WritingJob(
                    ids -> request,
                    Priority.NORMAL,
                    System.nanoTime() + NEVER,
                    news -> {
                        begun.countDown();
                        Awaitility.await().until(() -> closing.getCount() == 0);
                    },
                    outcomes::add));
            lane.submit(job("one that waits", 40, NEVER));
            Awaitility.await().until(() -> begun.getCount() == 0);
            Thread close = Thread.ofPlatform().start(lane::close);
            Awaitility.await().until(() -> close.getState() == Thread.State.WAITING);
            closing.countDown();
        }
        assertThat(outcomes)
                .hasSize(2)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(WritingOutcome.Refused.class));
    }

    @Test
    void everyJobEndsOnceWhateverTheOrder() {
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(3), 1000)) {
            for (int i = 0; i < 60; i++) {
                lane.submit(job("text " + i, 1 + i % 7, NEVER));
            }
            awaitOutcomes(60);
        }
        assertThat(ended(WritingOutcome.Written.class)).hasSize(60);
    }

    @Test
    void moreThanMayWaitAreRefusedWithTheReason() {
        CountDownLatch opened = new CountDownLatch(1);
        try (GeneratorLane lane = new GeneratorLane(
                "tiny",
                () -> {
                    Awaitility.await().until(() -> opened.getCount() == 0);
                    return opening(1).get();
                },
                20)) {
            for (int i = 0; i < 10_000; i++) {
                lane.submit(job("text", 2, NEVER));
            }
            assertThat(lane.waiting()).isEqualTo(20);
            assertThat(ended(WritingOutcome.Refused.class)).hasSize(9_980);
            assertThat(ended(WritingOutcome.Refused.class).getFirst().reason()).contains("20 texts wait already");
            opened.countDown();
            awaitOutcomes(10_000);
        }
        assertThat(ended(WritingOutcome.Written.class)).hasSize(20);
    }

    @Test
    void whatIsTooLateOrCancelledIsNotWritten() {
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 100)) {
            WritingJob cancelled = job("text", 40, NEVER);
            cancelled.cancel();
            lane.submit(cancelled);
            lane.submit(job("text", 40, -1));
            awaitOutcomes(2);
        }
        assertThat(outcomes).hasExactlyElementsOfTypes(WritingOutcome.Cancelled.class, WritingOutcome.Expired.class);
    }

    @Test
    void aTextThatIsBeingWrittenCanBeCancelled() {
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 100)) {
            WritingJob[] job = new WritingJob[1];
            GenerationRequest request =
                    GenerationRequest.of(List.of(Message.user("a")), new Limits(50, Duration.ofMinutes(5)));
            job[0] = new WritingJob(
                    ids -> request, Priority.NORMAL, System.nanoTime() + NEVER, news -> job[0].cancel(), outcomes::add);
            lane.submit(job[0]);
            awaitOutcomes(1);
        }
        assertThat(outcomes).hasExactlyElementsOfTypes(WritingOutcome.Cancelled.class);
    }

    @Test
    void aPromptThatDoesNotFitFailsAloneAndTheNextIsWritten() {
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 100)) {
            lane.submit(job("x".repeat(100), 2, NEVER));
            lane.submit(job("y", 2, NEVER));
            awaitOutcomes(2);
        }
        assertThat(outcomes).hasExactlyElementsOfTypes(WritingOutcome.Failed.class, WritingOutcome.Written.class);
    }

    private WritingJob important(GenerationRequest request) {
        return new WritingJob(ids -> request, Priority.HIGH, System.nanoTime() + NEVER, news -> {}, outcomes::add);
    }

    @Test
    void onAHotBoardTextsAreShorterAndUnimportantOnesWait() {
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 100)) {
            lane.pace(HOT);
            lane.submit(job("waits", 2, NEVER));
            lane.submit(important(
                    GenerationRequest.of(List.of(Message.user("goes")), new Limits(40, Duration.ofMinutes(5)))));
            awaitOutcomes(1);

            assertThat(ended(WritingOutcome.Written.class).getFirst().text().tokens())
                    .isLessThanOrEqualTo(20);
            assertThat(lane.waiting()).isEqualTo(1);
            lane.pace(Pace.FULL);
            awaitOutcomes(2);
        }
    }

    /// Cut off it would be none, and be written again.
    @Test
    void onAHotBoardAnAnswerOfAFormKeepsItsLength() {
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 100)) {
            lane.pace(HOT);
            lane.submit(new WritingJob(
                    ids -> new GenerationRequest(
                            Prompt.of(List.of(Message.user("goes")), ""),
                            Optional.of(new TokenMasks(Grammar.ofRegex("(ab|cd){15}"), ids)),
                            new Limits(32, Duration.ofMinutes(5)),
                            Sampling.GREEDY,
                            List.of()),
                    Priority.HIGH,
                    System.nanoTime() + NEVER,
                    news -> {},
                    outcomes::add));
            awaitOutcomes(1);
        }
        assertThat(ended(WritingOutcome.Written.class).getFirst().text())
                .satisfies(text -> assertThat(text.isWhole()).isTrue())
                .satisfies(text -> assertThat(text.text()).hasSize(30));
    }

    @Test
    void whatIsHeldBackExpiresAtItsDeadline() {
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 100)) {
            lane.pace(HOT);
            lane.submit(job("waits", 2, Duration.ofMillis(50).toNanos()));
            awaitOutcomes(1);
            assertThat(lane.waiting()).isZero();
        }
        assertThat(outcomes).hasExactlyElementsOfTypes(WritingOutcome.Expired.class);
    }

    @Test
    @ExpectLog("the end of a text was not taken")
    void theLaneOutlivesWhateverHappensToAJob() {
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 100)) {
            lane.submit(new WritingJob(
                    ids -> {
                        throw new StackOverflowError("a form without end");
                    },
                    Priority.NORMAL,
                    System.nanoTime() + NEVER,
                    news -> {},
                    outcome -> {
                        outcomes.add(outcome);
                        throw new IllegalStateException("a defect of whoever waits");
                    }));
            lane.submit(job("y", 2, NEVER));
            awaitOutcomes(2);
        }
        assertThat(outcomes).hasExactlyElementsOfTypes(WritingOutcome.Failed.class, WritingOutcome.Written.class);
    }

    @Test
    void aGeneratorThatCanNotBeOpenedRefusesAndSaysWhy() {
        try (GeneratorLane lane = new GeneratorLane(
                "tiny",
                () -> {
                    throw new IllegalStateException("no such thing");
                },
                100)) {
            lane.submit(job("text", 2, NEVER));
            assertThatThrownBy(() -> lane.ready().join()).hasMessageContaining("no such thing");
            Awaitility.await().until(() -> !outcomes.isEmpty());
        }
        assertThat(ended(WritingOutcome.Refused.class)).hasSize(1);
    }

    /// Writes down what a lane tells of itself.
    private static final class Told implements GeneratorEvents {
        private final Queue<GeneratorState> states = new ConcurrentLinkedQueue<>();
        private final Queue<WritingOutcome> ended = new ConcurrentLinkedQueue<>();
        private volatile Runnable onFailure = () -> {};

        @Override
        public void changed(GeneratorStatus now) {
            states.add(now.state());
            if (now.isDegraded()) {
                onFailure.run();
            }
        }

        @Override
        public void ended(String generator, WritingOutcome outcome) {
            ended.add(outcome);
        }
    }

    @Test
    void whatIsFoundOnTheBoardIsInTheReceipt() {
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(2), 100)) {
            GeneratorReceipt receipt = lane.ready().join();

            assertThat(receipt.bundle()).endsWith("@1.0.0");
            assertThat(receipt.modelSha256())
                    .isEqualTo(TinyGenerator.bundle(folder).modelSha256());
            assertThat(receipt.nodes().all())
                    .isEqualTo(receipt.nodes().delegates().getFirst().nodes()
                            + receipt.nodes().leftOver().stream()
                                    .mapToInt(LeftOver::nodes)
                                    .sum());
            assertThat(receipt.nodes().delegates().getFirst().delegate()).isEqualTo("xnnpack");
            assertThat(receipt.room().context()).isEqualTo(64);
            assertThat(receipt.room().texts()).isEqualTo(2);
            assertThat(receipt.room().cacheBytes()).isPositive();
            assertThat(receipt.golden().prompts()).isPositive();
            assertThat(receipt.golden().divergence())
                    .isBetween(-1e-3, receipt.golden().most());
            assertThat(receipt.took()).isPositive();
            assertThat(lane.status().receipt()).hasValue(receipt);
            assertThat(lane.status().state()).isEqualTo(new GeneratorState.Ready());
        }
    }

    @Test
    void whatBecameOfItsTextsIsCounted() {
        Told told = new Told();
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 100, told)) {
            lane.submit(job("first", 3, NEVER));
            lane.submit(job("second", 3, NEVER));
            lane.submit(job("late", 3, -1));
            lane.submit(job("x".repeat(100), 3, NEVER));
            awaitOutcomes(4);

            GeneratorCounts counts = lane.status().counts();
            assertThat(counts.texts()).isEqualTo(2);
            assertThat(counts.tokens()).isBetween(2L, 6L);
            assertThat(counts.promptTokens()).isPositive();
            assertThat(counts.givenUp()).isEqualTo(new GeneratorCounts.GivenUp(1, 0, 1, 0));
            Awaitility.await().until(() -> lane.status().underWay() == 0);
        }
        assertThat(told.ended).containsExactlyElementsOf(outcomes);
        assertThat(told.states).containsExactly(new GeneratorState.Ready());
    }

    @Test
    void aTextThatIsBeingWrittenIsUnderWay() {
        CountDownLatch looked = new CountDownLatch(1);
        AtomicInteger underWay = new AtomicInteger();
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 100)) {
            GenerationRequest request =
                    GenerationRequest.of(List.of(Message.user("a")), new Limits(50, Duration.ofMinutes(5)));
            lane.submit(new WritingJob(
                    ids -> request,
                    Priority.NORMAL,
                    System.nanoTime() + NEVER,
                    news -> {
                        underWay.set(lane.status().underWay());
                        looked.countDown();
                    },
                    outcomes::add));
            awaitOutcomes(1);
        }
        assertThat(looked.getCount()).isZero();
        assertThat(underWay).hasValue(1);
    }

    @Test
    @SuppressWarnings("NullAway") // a pace without the lowest priority stands for a defect of the lane itself
    @ExpectLog("generator tiny failed; its texts wait for a restart of the gateway")
    void aLaneThatFailsInServiceSaysSoAndRefusesWhatComes() {
        Told told = new Told();
        try (GeneratorLane lane = new GeneratorLane("tiny", opening(1), 100, told)) {
            assertThat(lane.ready().join().bundle()).isNotEmpty();
            told.onFailure = () -> lane.pace(Pace.FULL);
            lane.pace(new Pace(1, 1, 1, null, false));
            Awaitility.await().until(() -> lane.status().isDegraded());

            assertThat(lane.status().sentence()).startsWith("failed: java.lang.NullPointerException");
            assertThat(lane.status().receipt()).isPresent();
            Awaitility.await().until(() -> {
                lane.submit(job("text", 2, NEVER));
                return !outcomes.isEmpty();
            });
            assertThat(ended(WritingOutcome.Refused.class)).isNotEmpty();
            assertThat(lane.status().counts().givenUp().refused()).isEqualTo(outcomes.size());
        }
        assertThat(told.states).hasExactlyElementsOfTypes(GeneratorState.Ready.class, GeneratorState.Failed.class);
    }
}
