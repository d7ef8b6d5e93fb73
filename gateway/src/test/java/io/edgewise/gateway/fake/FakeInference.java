// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.gateway.route.Inference;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.generation.WritingJob;
import io.edgewise.inference.lane.LaneJob;
import io.edgewise.inference.lane.LaneOutcome;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.ClassificationTask;
import io.edgewise.inference.task.Embedding;
import io.edgewise.inference.task.EmbeddingTask;
import io.edgewise.inference.task.Extraction;
import io.edgewise.inference.task.ExtractionTask;
import io.edgewise.inference.task.Intent;
import io.edgewise.inference.task.Moderation;
import io.edgewise.inference.task.ModerationTask;
import io.edgewise.inference.task.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Lanes that answer when told, in any order. Confined to the test's thread.
///
/// A text with the word "bad" in it is blocked, one with "odd" is reviewed, any other allowed. Vectors of texts
/// with "red" in them point one way, of those with "blue" another.
public final class FakeInference implements Inference {
    private final Map<String, BundleDescriptor> bundles;
    private final List<LaneJob<?>> waiting = new ArrayList<>();
    private final List<WritingJob> writing = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private boolean answersAtOnce;
    private boolean refuses;
    private Optional<RuntimeException> defect = Optional.empty();

    /// @param bundles by the configured name of their models
    public FakeInference(Map<String, BundleDescriptor> bundles) {
        this.bundles = bundles;
    }

    @Override
    public <R> void submit(LaneJob<R> job) {
        texts.add(job.text());
        defect.ifPresent(e -> {
            throw e;
        });
        if (refuses) {
            job.done().accept(new LaneOutcome.Refused<>());
        } else if (answersAtOnce) {
            job.done().accept(answer(job));
        } else {
            waiting.add(job);
        }
    }

    @Override
    public void write(String generator, WritingJob job) {
        writing.add(job);
    }

    /// The texts that are to be written, in the order in which they came.
    public List<WritingJob> writing() {
        return List.copyOf(writing);
    }

    /// From now on every job is answered as soon as it comes.
    public void answersAtOnce() {
        answersAtOnce = true;
    }

    /// From now on every job is refused, as by lanes that are closed.
    public void refuses() {
        refuses = true;
    }

    /// From now on lanes do what they must not: throw.
    public void throwsAlways(RuntimeException e) {
        defect = Optional.of(e);
    }

    /// Answers the job of this number among those that wait.
    public void answer(int index) {
        end(waiting.remove(index), this::answer);
    }

    /// Answers all that wait, and those that come of it.
    public void answerAll() {
        while (!waiting.isEmpty()) {
            answer(0);
        }
    }

    /// Fails a job for good.
    public void fail(int index, RuntimeException cause) {
        end(waiting.remove(index), job -> new LaneOutcome.Failed<>(cause));
    }

    /// Says of a job that its deadline passed.
    public void expire(int index) {
        end(waiting.remove(index), job -> new LaneOutcome.Expired<>());
    }

    /// Says of a job that the lanes are closed.
    public void refuse(int index) {
        end(waiting.remove(index), job -> new LaneOutcome.Refused<>());
    }

    /// The jobs that wait, in the order in which they came.
    public List<LaneJob<?>> waiting() {
        return List.copyOf(waiting);
    }

    /// Every text that was ever to be worked on, in order.
    public List<String> texts() {
        return List.copyOf(texts);
    }

    private static <R> void end(LaneJob<R> job, Function<LaneJob<R>, LaneOutcome<R>> ending) {
        job.done().accept(ending.apply(job));
    }

    @SuppressWarnings("unchecked") // which task it is says what R is
    private <R> LaneOutcome<R> answer(LaneJob<R> job) {
        BundleDescriptor bundle = Objects.requireNonNull(bundles.get(job.model()));
        R answer = (R)
                switch (job.task().on(bundle)) {
                    case ModerationTask m -> moderation(job.text());
                    case ExtractionTask e -> new Extraction(Optional.of(new Intent("intent", 0.5)), List.of());
                    case ClassificationTask c ->
                        new Classification(Optional.of("ham"), 0.75, Optional.empty(), Map.of("ham", 0.75));
                    case EmbeddingTask e -> embedding(job.text());
                };
        return new LaneOutcome.Answered<>(answer, bundle.id(), 3, 1, Duration.ofMillis(1), Duration.ofMillis(2));
    }

    private static Embedding embedding(String text) {
        float more = text.length() / 1_000f;
        if (text.contains("red")) {
            return new Embedding(List.of(1f, more));
        }
        return new Embedding(text.contains("blue") ? List.of(more, 1f) : List.of(-0.5f, -0.25f));
    }

    private static Moderation moderation(String text) {
        Verdict verdict = verdict(text);
        return new Moderation(
                verdict, verdict == Verdict.ALLOW ? List.of() : List.of("insult"), Map.of("insult", 0.25));
    }

    private static Verdict verdict(String text) {
        if (text.contains("bad")) {
            return Verdict.BLOCK;
        }
        return text.contains("odd") ? Verdict.REVIEW : Verdict.ALLOW;
    }
}
