// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExampleClassifierTest {
    /// Three corners of a room.
    private static final Map<String, List<Embedding>> ROOM = examples(
            "lights", List.of(vector(1, 0.1f, 0), vector(2, 0, 0.3f), vector(1, 0.2f, 0.1f)),
            "music", List.of(vector(0, 1, 0.1f), vector(0.2f, 3, 0), vector(0.1f, 1, 0.1f)),
            "doors", List.of(vector(0.1f, 0, 1), vector(0, 0.2f, 2), vector(0, 0.1f, 1)));

    private static Embedding vector(float... values) {
        return new Embedding(
                IntStream.range(0, values.length).mapToObj(i -> values[i]).toList());
    }

    private static Map<String, List<Embedding>> examples(Object... namesAndVectors) {
        Map<String, List<Embedding>> examples = new LinkedHashMap<>();
        for (int i = 0; i < namesAndVectors.length; i += 2) {
            @SuppressWarnings("unchecked")
            List<Embedding> vectors = (List<Embedding>) namesAndVectors[i + 1];
            examples.put((String) namesAndVectors[i], vectors);
        }
        return examples;
    }

    @Test
    void aTextGetsTheClassWhoseExamplesItIsLike() {
        ExampleClassifier classifier = ExampleClassifier.of(ROOM);

        Classification music = classifier.classify(vector(0.1f, 5, 0.2f), ExampleClassifier.USUAL_MIN_SCORE);

        assertThat(music.label()).contains("music");
        assertThat(music.score()).isGreaterThan(0.5).isEqualTo(music.scores().get("music"));
        assertThat(music.labels()).isEmpty();
        assertThat(music.scores().keySet()).containsExactly("lights", "music", "doors");
    }

    /// The length of a vector says how many windows and which words, not what is meant.
    @Test
    void onlyTheDirectionCounts() {
        ExampleClassifier classifier = ExampleClassifier.of(ROOM);

        assertThat(classifier.classify(vector(0, 0.01f, 0), 0).scores().get("music"))
                .isCloseTo(classifier.classify(vector(0, 100, 0), 0).scores().get("music"), within(1e-9));
    }

    @Test
    void aTextThatIsLikeNoneOfThemIsNone() {
        Classification none =
                ExampleClassifier.of(ROOM).classify(vector(-1, -1, -1), ExampleClassifier.USUAL_MIN_SCORE);

        assertThat(none.label()).isEmpty();
        assertThat(none.score()).isLessThan(0.1);
    }

    @Test
    void aTextBetweenTwoClassesIsNeither() {
        Classification both = ExampleClassifier.of(ROOM).classify(vector(1, 1, 0), ExampleClassifier.USUAL_MIN_SCORE);

        assertThat(both.label()).isEmpty();
        assertThat(both.scores().get("lights")).isCloseTo(both.scores().get("music"), within(0.1));
    }

    @Test
    void scoresLeaveRoomForNone() {
        assertThat(ExampleClassifier.of(ROOM).classify(vector(0, 1, 0), 0).scores().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isLessThan(1)
                .isGreaterThan(0.5);
    }

    @Test
    void theCallersThresholdDecides() {
        ExampleClassifier classifier = ExampleClassifier.of(ROOM);
        double score = classifier.classify(vector(0.4f, 1, 0.4f), 0).score();

        assertThat(classifier.classify(vector(0.4f, 1, 0.4f), score).label()).contains("music");
        assertThat(classifier.classify(vector(0.4f, 1, 0.4f), score + 0.001).label())
                .isEmpty();
    }

    /// How similar texts of one class are differs from encoder to encoder by as much as this.
    @Test
    void anEncoderThatFindsAllTextsAlikeTellsThemApartToo() {
        Map<String, List<Embedding>> narrow = new LinkedHashMap<>();
        ROOM.forEach((name, vectors) -> narrow.put(
                name,
                vectors.stream()
                        .map(ExampleClassifierTest::withSomethingInCommon)
                        .toList()));
        ExampleClassifier classifier = ExampleClassifier.of(narrow);

        assertThat(classifier
                        .classify(withSomethingInCommon(vector(0, 1, 0)), ExampleClassifier.USUAL_MIN_SCORE)
                        .label())
                .contains("music");
        assertThat(classifier
                        .classify(withSomethingInCommon(vector(-1, -1, -1)), ExampleClassifier.USUAL_MIN_SCORE)
                        .label())
                .isEmpty();
    }

    private static Embedding withSomethingInCommon(Embedding vector) {
        List<Float> values = vector.values();
        return vector(values.get(0), values.get(1), values.get(2), 40);
    }

    /// Such as those of a model that was asked for nothing but unknown words.
    @Test
    void examplesWithoutADirectionAreLikeNothing() {
        ExampleClassifier classifier = ExampleClassifier.of(examples(
                "a", List.of(vector(0, 0), vector(0, 0)),
                "b", List.of(vector(0, 0), vector(0, 0))));

        assertThat(classifier
                        .classify(vector(1, 0), ExampleClassifier.USUAL_MIN_SCORE)
                        .label())
                .isEmpty();
    }

    @Test
    void oneClassOrOneExampleIsTooLittleToCompareWith() {
        assertThatThrownBy(() -> ExampleClassifier.of(examples("a", List.of(vector(1, 0), vector(0, 1)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected two classes or more with two examples or more each");
        assertThatThrownBy(() -> ExampleClassifier.of(
                        examples("a", List.of(vector(1, 0), vector(0, 1)), "b", List.of(vector(1, 0)))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
