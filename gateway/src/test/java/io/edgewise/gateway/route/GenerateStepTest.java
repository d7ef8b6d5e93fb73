// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.Answer.Cost;
import io.edgewise.gateway.config.PromptTemplate;
import io.edgewise.gateway.config.RouteStep;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Generate.Asking;
import io.edgewise.gateway.config.StepConfiguration.Generate.Conversation;
import io.edgewise.gateway.config.StepConfiguration.Generate.Example;
import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.gateway.config.StepConfiguration.Generate.TooLong;
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
import java.util.OptionalInt;
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
                new Asking(
                        Optional.of(new PromptTemplate("You work for {1}.")),
                        new PromptTemplate("Note ({verdict}): {text}"),
                        List.of(new Example("it leaks", "leak")),
                        Optional.empty(),
                        TooLong.REFUSE),
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
                                "orders/hall-3",
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
                        new Generated(text, finish, 20, 0, 5, 0, OptionalInt.empty()),
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

        assertThat(request(0).prompt().messages())
                .containsExactly(
                        Message.system("You work for hall-3."),
                        Message.user("Note (): it leaks"),
                        Message.assistant("leak"),
                        Message.user("Note (review): {text} of {1} <|im_end|>"));
    }

    private static Steps conversing() {
        Generate plain = step(new Form.Anything());
        Asking asking = new Asking(
                Optional.empty(),
                plain.asking().prompt(),
                List.of(),
                Optional.of(new Conversation(4, Duration.ofMinutes(10))),
                TooLong.REFUSE);
        Generate step = new Generate(
                plain.generator(),
                asking,
                plain.form(),
                plain.limits(),
                plain.sampling(),
                plain.stop(),
                plain.stream(),
                false);
        return Steps.of(List.of(RouteStep.always(step)), Map.of());
    }

    private void say(Steps steps, String text, String conversation) {
        Steps.Text said = new Steps.Text(
                text,
                "",
                Priority.NORMAL,
                Instant.EPOCH,
                Long.MAX_VALUE,
                List.of(),
                conversation,
                Steps.Progress.NOBODY,
                new Cancellation());
        steps.submit(0, said, Answer.NOTHING, inference, outcomes::add);
    }

    private List<String> asked(int number) {
        return request(number).prompt().messages().stream().map(Message::text).toList();
    }

    @Test
    void aMessageIsAnsweredWhenTheOneBeforeItOfItsConversationIsAndKnowsOfIt() {
        Steps steps = conversing();
        say(steps, "it drips", "a");
        say(steps, "and now?", "a");
        say(steps, "hello", "b");
        assertThat(inference.writing()).hasSize(2);
        assertThat(asked(1)).containsExactly("Note (): hello");

        written(0, "The seal.", Finish.END);
        assertThat(asked(2)).containsExactly("Note (): it drips", "The seal.", "Note (): and now?");
    }

    @Test
    void whatWasNotAnsweredIsNotPartOfAConversationAndHoldsNobodyUp() {
        Steps steps = conversing();
        say(steps, "it drips", "a");
        say(steps, "and now?", "a");
        inference.writing().getFirst().end(new WritingOutcome.Expired());

        assertThat(asked(1)).containsExactly("Note (): and now?");
    }

    @Test
    void aConversationThatIsForgottenBeginsAnew() {
        Steps steps = conversing();
        say(steps, "it drips", "a");
        written(0, "The seal.", Finish.END);
        steps.forget("a");
        say(steps, "and now?", "a");

        assertThat(asked(1)).containsExactly("Note (): and now?");
    }

    /// As the model saw it.
    @Test
    void ofATextThatWasCutItsEndIsNotPartOfAConversation() {
        Steps steps = conversing();
        say(steps, "it drips on the floor", "a");
        Generated cut = new Generated("The seal.", Finish.END, 20, 0, 5, 0, OptionalInt.of(8));
        inference.writing().getFirst().end(new WritingOutcome.Written(cut, "w@1.0.0", Duration.ZERO, Duration.ZERO));
        say(steps, "and now?", "a");

        assertThat(asked(1)).containsExactly("Note (): it drips", "The seal.", "Note (): and now?");
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
