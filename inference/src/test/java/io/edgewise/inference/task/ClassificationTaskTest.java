// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.TestTokenizer;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Calibration;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.language.LanguageCheck;
import io.edgewise.inference.tokenizer.Encoding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ClassificationTaskTest {
    private static final List<String> MOODS = List.of("good", "bad", "odd");
    private static final Head.Output LOGITS = new Head.Output("mood", Activation.LOGITS);

    private static BundleDescriptor choice(OptionalDouble minScore) {
        return TestDescriptors.of(TaskKind.CLASSIFICATION, new Head.Choice("mood", LOGITS, MOODS, "", minScore));
    }

    private static BundleDescriptor labels(OptionalDouble minScore) {
        return TestDescriptors.of(
                TaskKind.CLASSIFICATION,
                new Head.Labels("mood", LOGITS, MOODS, Map.of("odd", new Calibration(2, -1)), Map.of(), minScore));
    }

    @Test
    void aChoiceIsTheLabelWithTheLargestShare() {
        Classification answer =
                ask(new ClassificationTask(choice(OptionalDouble.empty()), OptionalDouble.empty()), 1, 3, -2);

        double sum = Math.exp(1) + Math.exp(3) + Math.exp(-2);
        assertThat(answer.label()).contains("bad");
        assertThat(answer.score()).isCloseTo(Math.exp(3) / sum, within(1e-9));
        assertThat(answer.labels()).isEmpty();
        assertThat(answer.scores().keySet()).containsExactly("good", "bad", "odd");
        assertThat(answer.scores().values().stream().mapToDouble(s -> s).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void aShareBelowTheThresholdIsNoLabelAndKeepsItsScore() {
        Classification unsure =
                ask(new ClassificationTask(choice(OptionalDouble.of(0.9)), OptionalDouble.empty()), 1, 1.5f, 0);
        Classification sure =
                ask(new ClassificationTask(choice(OptionalDouble.of(0.9)), OptionalDouble.empty()), 1, 9, 0);

        assertThat(unsure.label()).isEmpty();
        assertThat(unsure.score()).isBetween(0.4, 0.6);
        assertThat(sure.label()).contains("bad");
    }

    @Test
    void theSitesThresholdTakesThePlaceOfTheBundles() {
        ClassificationTask task = new ClassificationTask(choice(OptionalDouble.of(0.9)), OptionalDouble.of(0.1));

        assertThat(ask(task, 1, 1.5f, 0).label()).contains("bad");
    }

    @Test
    void aTextInAnotherLanguageHasNoLabelAndNoScore() {
        LanguageCheck english = LanguageCheck.of(List.of("en"));
        String german = "das ist heute wirklich ein sehr schöner tag";

        assertThat(new ClassificationTask(choice(OptionalDouble.of(0)), OptionalDouble.empty(), english)
                        .withoutModel(german))
                .contains(new Classification(Optional.empty(), 0, Optional.empty(), Map.of(), true));
        assertThat(new ClassificationTask(labels(OptionalDouble.of(0)), OptionalDouble.empty(), english)
                        .withoutModel(german))
                .contains(new Classification(Optional.empty(), 0, Optional.of(List.of()), Map.of(), true));
        assertThat(new ClassificationTask(choice(OptionalDouble.of(0)), OptionalDouble.empty()).withoutModel(german))
                .isEmpty();
    }

    @Test
    void labelsThatDoNotExcludeEachOtherHoldFromOneHalfOn() {
        ClassificationTask task = new ClassificationTask(labels(OptionalDouble.empty()), OptionalDouble.empty());

        Classification answer = ask(task, 0.1f, -0.1f, 3);

        assertThat(answer.labels()).contains(List.of("good", "odd"));
        assertThat(answer.label()).contains("odd");
        assertThat(answer.score()).as("calibrated").isCloseTo(1 / (1 + Math.exp(-5)), within(1e-9));
        assertThat(answer.scores().get("bad")).isCloseTo(1 / (1 + Math.exp(0.1)), within(1e-6));
    }

    @Test
    void noneOfThemMayHold() {
        ClassificationTask task = new ClassificationTask(labels(OptionalDouble.of(0.99)), OptionalDouble.empty());

        Classification answer = ask(task, -3, 1, -3);

        assertThat(answer.label()).isEmpty();
        assertThat(answer.labels()).contains(List.of());
        assertThat(answer.score()).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-9));
    }

    @Test
    void ofALongTextAChoiceIsTheMeanOfItsWindowsByTheirTokens() {
        ClassificationTask task = new ClassificationTask(choice(OptionalDouble.empty()), OptionalDouble.empty());
        Encoding encoding = TestTokenizer.words(36);
        Reading<Classification> reading = task.read("", encoding, Instant.EPOCH);

        // 30 tokens that are certain of one label, 10 of another.
        reading.window(new Window(encoding, 0, 28), pass(50, 0, 0), 0);
        reading.window(new Window(encoding, 28, 36), pass(0, 50, 0), 0);

        assertThat(reading.answer().scores().get("good")).isCloseTo(0.75, within(1e-9));
        assertThat(reading.answer().label()).contains("good");
    }

    @Test
    void ofALongTextALabelHoldsWhenOneOfItsWindowsSaysSo() {
        ClassificationTask task = new ClassificationTask(labels(OptionalDouble.empty()), OptionalDouble.empty());
        Encoding encoding = TestTokenizer.words(36);
        Reading<Classification> reading = task.read("", encoding, Instant.EPOCH);

        reading.window(new Window(encoding, 0, 28), pass(-5, -5, -5), 0);
        reading.window(new Window(encoding, 28, 36), pass(-5, 5, -5), 0);

        assertThat(reading.answer().labels()).contains(List.of("bad"));
    }

    @Test
    void whatIsNoNumberIsNoAnswer() {
        ClassificationTask choice = new ClassificationTask(choice(OptionalDouble.empty()), OptionalDouble.empty());
        ClassificationTask labels = new ClassificationTask(labels(OptionalDouble.empty()), OptionalDouble.empty());

        assertThatThrownBy(() -> ask(choice, 0, Float.NaN, 0)).isInstanceOf(InvalidOutputException.class);
        assertThatThrownBy(() -> ask(labels, 0, Float.POSITIVE_INFINITY, 0)).isInstanceOf(InvalidOutputException.class);
    }

    @Test
    void aBundleForSomethingElseIsRefused() {
        BundleDescriptor tagger = TestDescriptors.of(
                TaskKind.EXTRACTION, new Head.Spans("spans", List.of("O", "B-a", "I-a"), "group", Map.of()));

        assertThatThrownBy(() -> new ClassificationTask(tagger, OptionalDouble.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bundle test@1.2.3 is for EXTRACTION, not for classification");
        assertThatThrownBy(() -> new EmbeddingTask(tagger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bundle test@1.2.3 is for EXTRACTION, not for embeddings");
    }

    @Test
    void aVectorOfALongTextIsTheMeanOfItsWindowsByTheirTokens() {
        EmbeddingTask task =
                new EmbeddingTask(TestDescriptors.of(TaskKind.EMBEDDING, new Head.Vector("mood", LOGITS, 3)));
        Encoding encoding = TestTokenizer.words(36);
        Reading<Embedding> reading = task.read("", encoding, Instant.EPOCH);

        reading.window(new Window(encoding, 0, 28), pass(1, 0, -1), 0);
        reading.window(new Window(encoding, 28, 36), pass(0, 1, -1), 0);

        assertThat(reading.answer().values()).containsExactly(0.75f, 0.25f, -1f);
        assertThatThrownBy(() -> ask(task, 0, Float.NaN, 0)).isInstanceOf(InvalidOutputException.class);
    }

    private static <R> R ask(TextTask<R> task, float... logits) {
        Encoding encoding = TestTokenizer.words(1);
        Reading<R> reading = task.read("a", encoding, Instant.EPOCH);
        reading.window(Window.whole(encoding), pass(logits), 0);
        return reading.answer();
    }

    private static Pass pass(float... logits) {
        return new Pass(Map.of("mood", logits), new int[] {0});
    }
}
