// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.config.LanguageScope;
import io.edgewise.gateway.config.RouteStep;
import io.edgewise.gateway.config.StepConfiguration.Classify;
import io.edgewise.gateway.fake.FakeBundles;
import io.edgewise.gateway.fake.FakeInference;
import io.edgewise.gateway.route.Steps.Outcome;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.task.Classification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// A `classify` step with examples. The fake gives texts with "red" or "blue" in them directions of their own.
class ExampleStepTest {
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final BundleDescriptor SENTENCES = FakeBundles.embedding();
    private static final List<String> EXAMPLES = List.of("red", "dark red", "blue", "dark blue");

    private final Map<String, BundleDescriptor> served = new HashMap<>(Map.of("m", SENTENCES));
    private final FakeInference inference = new FakeInference(served);
    private final List<Outcome> outcomes = new ArrayList<>();

    private static Steps steps(OptionalDouble minScore) {
        return Steps.of(
                List.of(RouteStep.always(new Classify(
                        "m",
                        minScore,
                        Map.of("red", EXAMPLES.subList(0, 2), "blue", EXAMPLES.subList(2, 4)),
                        LanguageScope.DECLARED))),
                Map.of("m", SENTENCES));
    }

    private void ask(Steps steps, String text) {
        ask(steps, text, System.nanoTime() + HOUR_NANOS);
    }

    private void ask(Steps steps, String text, long deadlineNanos) {
        steps.submit(
                0,
                new Steps.Text(text, "topic", Instant.EPOCH, deadlineNanos),
                Answer.NOTHING,
                inference,
                outcomes::add);
    }

    @Test
    void aTextInALanguageThatTheBundleDoesNotDeclareGetsNoClass() {
        ask(
                steps(OptionalDouble.empty()),
                "das rote Licht an der Maschine ist seit gestern aus und geht nicht mehr an");
        inference.answerAll();

        assertThat(classification(outcomes.getFirst()))
                .isEqualTo(Classification.inUnsupportedLanguage(Optional.empty()));
    }

    private static Classification classification(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome)
                .answer()
                .classification()
                .orElseThrow()
                .answer();
    }

    @Test
    void aTextGetsTheClassOfItsDirectionWithTheBundleThatSaidSo() {
        Steps steps = steps(OptionalDouble.empty());

        ask(steps, "a blue car");
        inference.answerAll();

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(classification(outcome).label()).contains("blue");
            assertThat(((Outcome.Answered) outcome)
                            .answer()
                            .classification()
                            .orElseThrow()
                            .model())
                    .isEqualTo("sentences@1.0.0");
            assertThat(((Outcome.Answered) outcome).answer().tokens()).isEqualTo(3);
        });
    }

    @Test
    void aTextLikeNoneOfThemIsNone() {
        ask(steps(OptionalDouble.empty()), "lunch");
        inference.answerAll();

        assertThat(classification(outcomes.getFirst()).label()).isEmpty();
        assertThat(classification(outcomes.getFirst()).score()).isLessThan(0.5);
    }

    @Test
    void theThresholdIsTheRoutes() {
        ask(steps(OptionalDouble.of(0.9999)), "a blue car");
        inference.answerAll();

        assertThat(classification(outcomes.getFirst()).label()).isEmpty();
        assertThat(classification(outcomes.getFirst()).score()).isBetween(0.5, 0.9999);
    }

    @Test
    void examplesAreEmbeddedOnceAndAheadWhereTheModelIsOpened() {
        Steps steps = steps(OptionalDouble.empty());

        steps.prepare(inference, model -> true);
        assertThat(inference.texts()).containsExactlyInAnyOrderElementsOf(EXAMPLES);
        ask(steps, "a blue car");
        ask(steps, "a red car");
        inference.answerAll();

        assertThat(inference.texts()).hasSize(EXAMPLES.size() + 2).endsWith("a blue car", "a red car");
        assertThat(outcomes)
                .extracting(o -> classification(o).label().orElse("none"))
                .containsExactly("blue", "red");
    }

    @Test
    void aModelThatIsOpenedByItsFirstTextIsNotAskedForExamplesBefore() {
        Steps steps = steps(OptionalDouble.empty());

        steps.prepare(inference, model -> false);
        assertThat(inference.texts()).isEmpty();
        ask(steps, "a blue car");
        inference.answerAll();

        assertThat(inference.texts()).startsWith("a blue car").hasSize(EXAMPLES.size() + 1);
    }

    /// Results of one topic leave in the order of its messages.
    @Test
    void textsThatWaitForTheExamplesKeepTheirOrder() {
        Steps steps = steps(OptionalDouble.empty());

        ask(steps, "a blue car");
        ask(steps, "a red car");
        ask(steps, "lunch");
        inference.answerAll();

        assertThat(outcomes)
                .extracting(o -> classification(o).label().orElse("none"))
                .containsExactly("blue", "red", "none");
    }

    @Test
    void whenAnExampleFailsTheTextsThatWaitFailAndTheNextOneTriesAgain() {
        Steps steps = steps(OptionalDouble.empty());
        IllegalStateException cause = new IllegalStateException("no pass");

        ask(steps, "a blue car");
        inference.answer(0);
        inference.fail(2, cause);
        inference.answerAll();
        assertThat(outcomes).containsExactly(new Outcome.Failed(cause));

        ask(steps, "a red car");
        inference.answerAll();
        assertThat(classification(outcomes.getLast()).label()).contains("red");
    }

    /// A failure would be a dead letter; a message that meets closed lanes stays where it is.
    @Test
    void whenTheLanesCloseMeanwhileTheTextIsRefused() {
        ask(steps(OptionalDouble.empty()), "a blue car");
        inference.answer(0);
        while (!inference.waiting().isEmpty()) {
            inference.refuse(0);
        }

        assertThat(outcomes).containsExactly(new Outcome.Refused());
    }

    @Test
    void aTextWhoseDeadlinePassedWhileItWaitedIsTooLate() {
        ask(steps(OptionalDouble.empty()), "a blue car", System.nanoTime() - 1);
        inference.answerAll();

        assertThat(outcomes).containsExactly(new Outcome.Expired());
    }

    /// Another version places the same sentences elsewhere.
    @Test
    void afterASwapTheExamplesAreEmbeddedByTheOtherBundleToo() {
        Steps steps = steps(OptionalDouble.empty());
        ask(steps, "a blue car");
        inference.answerAll();

        served.put("m", FakeBundles.embedding("2.0.0"));
        ask(steps, "a red car");
        inference.answerAll();
        served.put("m", SENTENCES);
        ask(steps, "the former bundle on another lane");
        inference.answerAll();

        assertThat(inference.texts()).hasSize(2 * EXAMPLES.size() + 3);
        assertThat(outcomes)
                .extracting(o -> classification(o).label().orElse("none"))
                .containsExactly("blue", "red", "none");
    }

    @Test
    void aBundleWithoutAVectorIsRefused() {
        assertThatThrownBy(() -> Steps.of(
                        List.of(RouteStep.always(new Classify(
                                "m", OptionalDouble.empty(), Map.of("a", List.of("b")), LanguageScope.ANY))),
                        Map.of("m", FakeBundles.moderation())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not for embeddings");
    }
}
