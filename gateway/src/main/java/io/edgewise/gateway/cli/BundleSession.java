// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.Models;
import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.config.GeneratorConfiguration;
import io.edgewise.gateway.config.LanguageScope;
import io.edgewise.gateway.config.RouteStep;
import io.edgewise.gateway.config.StepConfiguration;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.route.Steps;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.generation.GeneratorEvents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One bundle without a gateway around it, for `ask`, `eval` and `bundle calibrate`: the same steps and the
/// same lanes. Thread-safe.
final class BundleSession implements AutoCloseable {
    static final String NAME = "bundle";
    /// An hour: nobody waits for `ask` that long, and `eval` has no deadline.
    private static final long NO_DEADLINE_NANOS = 3_600_000_000_000L;

    private final Models models;
    private final Steps steps;

    /// What is asked of a bundle.
    interface StepOfBundle {
        /// All that it can say of a text.
        static StepOfBundle everything(LanguageScope language) {
            return (model, bundle) -> StepConfiguration.everything(model, bundle.task(), language);
        }

        StepConfiguration of(String model, BundleDescriptor bundle);
    }

    private BundleSession(Models models, Steps steps) {
        this.models = models;
        this.steps = steps;
    }

    /// Opens a bundle and waits until its golden tests passed.
    ///
    /// @param lanes 0 means one per core less one
    /// @param step by the model's configured name and what its bundle says of itself
    static BundleSession open(Path bundle, int lanes, StepOfBundle step) {
        Models models = Models.open(
                new InferenceConfiguration(lanes, Optional.empty()),
                Map.of(NAME, ModelConfiguration.of(Home.bundle(bundle))),
                changed -> {});
        try {
            models.awaitReady();
            BundleDescriptor descriptor = models.descriptors().get(NAME);
            if (descriptor == null) {
                throw new IllegalStateException("the bundle was not loaded");
            }
            Steps steps = Steps.of(List.of(RouteStep.always(step.of(NAME, descriptor))), Map.of(NAME, descriptor));
            steps.prepare(models, model -> true);
            return new BundleSession(models, steps);
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /// Opens a bundle that writes texts, and waits until its golden prompts passed.
    ///
    /// @param step for a generator of the name [#NAME]
    static BundleSession open(GeneratorConfiguration generator, Generate step) {
        Steps steps = Steps.of(List.of(RouteStep.always(step)), Map.of());
        Models models = Models.open(
                new InferenceConfiguration(1, Optional.empty()),
                Map.of(),
                Map.of(NAME, generator),
                changed -> {},
                GeneratorEvents.NONE);
        try {
            models.awaitReady();
            return new BundleSession(models, steps);
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /// Works on a text in the background.
    CompletableFuture<Answer> ask(String text) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Steps.Text input = new Steps.Text(text, "", Instant.now(), System.nanoTime() + NO_DEADLINE_NANOS);
        steps.submit(0, input, Answer.NOTHING, models, outcome -> {
            switch (outcome) {
                case Steps.Outcome.Answered answered -> answer.complete(answered.answer());
                case Steps.Outcome.Failed failed -> answer.completeExceptionally(failed.cause());
                case Steps.Outcome.Expired expired ->
                    answer.completeExceptionally(new CommandFailed(ExitCode.FAILED, "no answer within an hour"));
                case Steps.Outcome.Cancelled cancelled ->
                    throw new IllegalStateException("nobody else knows of this text");
                case Steps.Outcome.Refused refused ->
                    answer.completeExceptionally(new CommandFailed(ExitCode.FAILED, "the lanes are closed"));
            }
        });
        return answer;
    }

    @Override
    public void close() {
        models.close();
    }
}
