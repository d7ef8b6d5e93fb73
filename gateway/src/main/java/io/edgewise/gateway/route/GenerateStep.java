// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.Answer.Cost;
import io.edgewise.gateway.answer.Writing;
import io.edgewise.gateway.config.AnswerGrammar;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.gateway.route.Steps.Outcome;
import io.edgewise.gateway.route.Steps.Text;
import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.generation.GenerationRequest;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.Prompt;
import io.edgewise.inference.generation.Sampling;
import io.edgewise.inference.generation.WritingJob;
import io.edgewise.inference.generation.WritingOutcome;
import io.edgewise.inference.grammar.Grammar;
import io.edgewise.inference.grammar.TokenBytes;
import io.edgewise.inference.grammar.TokenMasks;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Has a text written. One that did not come to its end, or is empty, is written once more with tokens drawn;
/// then it is given up: half an answer is none. Thread-safe.
final class GenerateStep implements Steps.Step {
    /// Of the second try: the likeliest tokens led nowhere.
    private static final double SECOND_TEMPERATURE = 0.7;

    private final Generate step;
    private final Optional<Grammar> grammar;
    private final Optional<Conversations> conversations;
    /// Of the bundle that ran last.
    private final AtomicReference<@Nullable Masks> masks = new AtomicReference<>();

    private record Masks(TokenBytes tokens, TokenMasks masks) {}

    /// @throws io.edgewise.inference.grammar.GrammarException when the form of the answer can't be used
    GenerateStep(Generate step) {
        this.step = step;
        this.grammar = AnswerGrammar.of(step.form());
        this.conversations = step.asking().conversation().map(how -> new Conversations(how, System::nanoTime));
    }

    @Override
    public void submit(Text text, Answer before, Inference inference, Consumer<Outcome> done) {
        conversations
                .filter(known -> !text.conversation().isEmpty())
                .ifPresentOrElse(
                        known -> known.begin(text.conversation(), () -> converse(known, text, before, inference, done)),
                        () -> write(
                                Prompts.prompt(step.asking(), text, before, List.of()), text, before, inference, done));
    }

    private void converse(Conversations known, Text text, Answer before, Inference inference, Consumer<Outcome> done) {
        Prompt prompt;
        try {
            prompt = Prompts.prompt(step.asking(), text, before, known.past(text.conversation()));
        } catch (RuntimeException e) {
            // It may be the thread of the message before, and others of the conversation wait.
            done.accept(new Outcome.Failed(e));
            known.ended(text.conversation());
            return;
        }
        write(prompt, text, before, inference, outcome -> {
            if (outcome instanceof Outcome.Answered answered) {
                Generated said =
                        answered.answer().generation().orElseThrow().answer().generated();
                String shown =
                        text.text().substring(0, said.cutAt().orElse(text.text().length()));
                known.add(
                        text.conversation(),
                        Message.user(prompt.question().apply(shown)),
                        Message.assistant(said.text()));
            }
            try {
                done.accept(outcome);
            } finally {
                known.ended(text.conversation());
            }
        });
    }

    private void write(Prompt prompt, Text text, Answer before, Inference inference, Consumer<Outcome> done) {
        write(prompt, text, inference, step.sampling(), outcome -> {
            if (outcome instanceof WritingOutcome.Written written && !isGood(written)) {
                text.progress().again();
                write(prompt, text, inference, second(), again -> done.accept(outcome(before, again)));
            } else {
                done.accept(outcome(before, outcome));
            }
        });
    }

    private void write(
            Prompt prompt, Text text, Inference inference, Sampling sampling, Consumer<WritingOutcome> done) {
        WritingJob job = new WritingJob(
                tokens -> new GenerationRequest(
                        prompt, grammar.map(g -> masks(g, tokens)), step.limits(), sampling, step.stop()),
                text.priority(),
                text.deadlineNanos(),
                text.progress()::wrote,
                done);
        text.cancellation().onCancel(job::cancel);
        inference.write(step.generator(), job);
    }

    @Override
    public void forget(String conversation) {
        conversations.ifPresent(known -> known.forget(conversation));
    }

    private TokenMasks masks(Grammar wanted, TokenBytes tokens) {
        Masks known = masks.get();
        if (known == null || !known.tokens().equals(tokens)) {
            known = new Masks(tokens, new TokenMasks(wanted, tokens));
            masks.set(known);
        }
        return known.masks();
    }

    private Sampling second() {
        Sampling first = step.sampling();
        return new Sampling(
                Math.max(first.temperature(), SECOND_TEMPERATURE),
                first.topK(),
                first.topP(),
                first.repetitionPenalty(),
                first.seed() + 1);
    }

    /// A text that may be anything may also be cut off: the result says so.
    private boolean isGood(WritingOutcome.Written written) {
        boolean whole = grammar.isEmpty() || written.text().isWhole();
        return whole && !written.text().text().isBlank();
    }

    private Outcome outcome(Answer before, WritingOutcome outcome) {
        return switch (outcome) {
            case WritingOutcome.Written written when isGood(written) -> answered(before, written);
            case WritingOutcome.Written written ->
                new Outcome.Failed(new InvalidOutputException(
                        written.text().text().isBlank()
                                ? "twice nothing was written"
                                : "twice the answer did not come to its end ("
                                        + written.text().finish() + " after "
                                        + written.text().tokens() + " tokens)"));
            case WritingOutcome.Expired expired -> new Outcome.Expired();
            case WritingOutcome.Cancelled cancelled -> new Outcome.Cancelled();
            case WritingOutcome.Failed failed -> new Outcome.Failed(failed.cause());
            case WritingOutcome.Refused refused -> new Outcome.Refused();
        };
    }

    private Outcome answered(Answer before, WritingOutcome.Written written) {
        return new Outcome.Answered(before.with(
                new Writing(step.form() instanceof Form.JsonSchema, written.text()),
                written.bundle(),
                new Cost(
                        written.text().promptTokens() + written.text().tokens(),
                        1,
                        written.queued(),
                        written.wrote())));
    }
}
