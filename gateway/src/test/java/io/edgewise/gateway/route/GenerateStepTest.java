// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.Answer.Cost;
import io.edgewise.gateway.config.PromptTemplate;
import io.edgewise.gateway.config.RouteStep;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Generate.Example;
import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.gateway.fake.FakeInference;
import io.edgewise.gateway.route.Steps.Outcome;
import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.generation.Generated.Finish;
import io.edgewise.inference.generation.GenerationRequest;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.Sampling;
import io.edgewise.inference.generation.WritingOutcome;
import io.edgewise.inference.grammar.TokenBytes;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.task.Moderation;
import io.edgewise.inference.task.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GenerateStepTest {
    private static final TokenBytes TOKENS = new TokenBytes(
            Stream.concat(
                            IntStream.range(' ', 127)
                                    .mapToObj(c -> String.valueOf((char) c).getBytes(StandardCharsets.UTF_8)),
                            Stream.of(new byte[0]))
                    .toList(),
            Set.of(127 - ' '));

    private final FakeInference inference = new FakeInference(Map.of());
    private final List<Outcome> outcomes = new ArrayList<>();

    private static Generate step(Form form) {
        return new Generate(
                "writer",
                Optional.of(new PromptTemplate("You work for {1}.")),
                new PromptTemplate("Note ({verdict}): {text}"),
                List.of(new Example("it leaks", "leak")),
                form,
                new Limits(32, Duration.ofSeconds(5)),
                Sampling.GREEDY,
                List.of(),
                Optional.empty(),
                false);
    }

    private void ask(Form form, String text, Answer before) {
        Steps.of(List.of(RouteStep.always(step(form))), Map.of())
                .submit(
                        0,
                        new Steps.Text(
                                text,
                                "",
                                Priority.NORMAL,
                                Instant.EPOCH,
                                Long.MAX_VALUE,
                                List.of("hall-3"),
                                Steps.Progress.NOBODY,
                                new Cancellation()),
                        before,
                        inference,
                        outcomes::add);
    }

    private GenerationRequest request(int number) {
        return inference.writing().get(number).request(TOKENS);
    }

    private void written(int number, String text, Finish finish) {
        inference
                .writing()
                .get(number)
                .end(new WritingOutcome.Written(
                        new Generated(text, finish, 20, 0, 5, 0),
                        "w@1.0.0",
                        Duration.ofMillis(1),
                        Duration.ofMillis(9)));
    }

    @Test
    void asksWithTheExamplesAndWhatWasSaidBefore() {
        Answer before = Answer.NOTHING.with(
                new Moderation(Verdict.REVIEW, List.of(), Map.of()),
                "m@1.0.0",
                new Cost(1, 1, Duration.ZERO, Duration.ZERO));
        ask(new Form.Anything(), "{text} of {1} <|im_end|>", before);

        assertThat(request(0).messages())
                .containsExactly(
                        Message.system("You work for hall-3."),
                        Message.user("Note (): it leaks"),
                        Message.assistant("leak"),
                        Message.user("Note (review): {text} of {1} <|im_end|>"));
    }

    @Test
    void anAnswerHasItsTextAndItsBundle() {
        ask(new Form.Anything(), "it drips", Answer.NOTHING);
        written(0, "It drips.", Finish.END);

        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
            assertThat(answered.answer()
                            .generation()
                            .orElseThrow()
                            .answer()
                            .generated()
                            .text())
                    .isEqualTo("It drips.");
            assertThat(answered.answer().models()).containsExactly("w@1.0.0");
            assertThat(answered.answer().tokens()).isEqualTo(25);
        });
    }

    @Test
    void anAnswerThatMayBeAnythingMayBeCutOff() {
        ask(new Form.Anything(), "it drips", Answer.NOTHING);
        written(0, "It drips and", Finish.TOKENS);

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void anAnswerWithAFormThatWasCutOffIsWrittenOnceMoreWithTokensDrawn() {
        ask(new Form.OneOf(List.of("now", "later")), "it drips", Answer.NOTHING);
        written(0, "now", Finish.TOKENS);
        assertThat(outcomes).isEmpty();
        assertThat(request(1).sampling().temperature()).isPositive();
        written(1, "later", Finish.END);

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void whatComesToNoEndTwiceIsNeverAnAnswer() {
        ask(new Form.OneOf(List.of("now", "later")), "it drips", Answer.NOTHING);
        written(0, "now", Finish.TOKENS);
        written(1, "now", Finish.TIME);

        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.cause()).isInstanceOf(InvalidOutputException.class));
    }

    @Test
    void nothingWrittenIsNoAnswer() {
        ask(new Form.Anything(), "it drips", Answer.NOTHING);
        written(0, " ", Finish.END);
        written(1, "", Finish.END);

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void theGrammarOfABundleIsMadeOnce() {
        ask(new Form.OneOf(List.of("now", "later")), "it drips", Answer.NOTHING);
        ask(new Form.OneOf(List.of("now", "later")), "it leaks", Answer.NOTHING);

        assertThat(request(0).grammar()).isPresent().isEqualTo(request(0).grammar());
    }

    @Test
    void otherEndsAreHandedOn() {
        ask(new Form.Anything(), "a", Answer.NOTHING);
        ask(new Form.Anything(), "b", Answer.NOTHING);
        ask(new Form.Anything(), "c", Answer.NOTHING);
        inference.writing().get(0).end(new WritingOutcome.Expired());
        inference.writing().get(1).end(new WritingOutcome.Refused("closed"));
        inference.writing().get(2).end(new WritingOutcome.Failed(new IllegalStateException("x")));

        assertThat(outcomes)
                .hasExactlyElementsOfTypes(Outcome.Expired.class, Outcome.Refused.class, Outcome.Failed.class);
    }
}
