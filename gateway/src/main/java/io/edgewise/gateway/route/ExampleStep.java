// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.Answer.Cost;
import io.edgewise.gateway.config.StepConfiguration.Classify;
import io.edgewise.gateway.route.Steps.Outcome;
import io.edgewise.gateway.route.Steps.Text;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.lane.LaneJob;
import io.edgewise.inference.lane.LaneOutcome;
import io.edgewise.inference.language.LanguageCheck;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.Embedding;
import io.edgewise.inference.task.EmbeddingTask;
import io.edgewise.inference.task.ExampleClassifier;
import io.edgewise.inference.task.TaskFactory;
import io.edgewise.inference.task.TextTask;
import java.util.Optional;
import java.util.function.Consumer;

/// Embeds a text, then compares it with the step's examples as the same bundle embeds them. Thread-safe.
final class ExampleStep implements Steps.Step {
    private final String model;
    private final String loaded;
    private final double minScore;
    private final LanguageCheck languages;
    private final TaskFactory<Embedding> task = new TaskFactory<>(EmbeddingTask::new);
    private final LearntExamples examples;

    /// @param bundle the one that the step must suit now
    /// @throws IllegalArgumentException when it gives no vector
    ExampleStep(Classify step, BundleDescriptor bundle) {
        TextTask<Embedding> suits = task.on(bundle);
        assert suits != null;
        this.model = step.model();
        this.loaded = bundle.id();
        this.minScore = step.minScore().orElse(ExampleClassifier.USUAL_MIN_SCORE);
        this.languages = step.language().check(bundle);
        this.examples = new LearntExamples(model, task, step.examples());
    }

    @Override
    public void submit(Text text, Answer before, Inference inference, Consumer<Outcome> done) {
        inference.submit(new LaneJob<>(
                model,
                task,
                text.text(),
                text.key(),
                text.priority(),
                text.received(),
                text.deadlineNanos(),
                outcome -> {
                    switch (outcome) {
                        case LaneOutcome.Answered<Embedding> said ->
                            examples.with(
                                    said.bundle(),
                                    text.key(),
                                    inference,
                                    result -> done.accept(answer(text, before, said, result)));
                        case LaneOutcome.Expired<Embedding> expired -> done.accept(new Outcome.Expired());
                        case LaneOutcome.Failed<Embedding> failed -> done.accept(new Outcome.Failed(failed.cause()));
                        case LaneOutcome.Refused<Embedding> refused -> done.accept(new Outcome.Refused());
                    }
                }));
    }

    private Outcome answer(Text text, Answer before, LaneOutcome.Answered<Embedding> said, Lesson.Result result) {
        return switch (result) {
            case Lesson.Result.Failed(Throwable cause) -> new Outcome.Failed(cause);
            case Lesson.Result.Refused refused -> new Outcome.Refused();
            // It may have waited for many examples.
            case Lesson.Result.Learnt learnt
            when System.nanoTime() - text.deadlineNanos() >= 0 -> new Outcome.Expired();
            case Lesson.Result.Learnt(ExampleClassifier classifier) ->
                new Outcome.Answered(
                        before.with(classified(text.text(), said.answer(), classifier), said.bundle(), Cost.of(said)));
        };
    }

    /// A text in another language has been embedded all the same, so that answers keep the order of their
    /// texts.
    private Classification classified(String text, Embedding vector, ExampleClassifier classifier) {
        return languages.isForeign(text)
                ? Classification.inUnsupportedLanguage(Optional.empty())
                : classifier.classify(vector, minScore);
    }

    /// What fails here is tried again, and told, when a text comes.
    @Override
    public void prepare(Inference inference) {
        examples.with(loaded, "", inference, result -> {});
    }
}
