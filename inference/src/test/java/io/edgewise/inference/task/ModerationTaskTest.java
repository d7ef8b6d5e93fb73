// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestTokenizer;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Calibration;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.bundle.Thresholds;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.tokenizer.Encoding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationTaskTest {
    private static final Head.Labels HEAD = new Head.Labels(
            "moderation",
            List.of("toxic", "insult", "spam"),
            Map.of("spam", new Calibration(2, 1)),
            Map.of("toxic", new Thresholds(0.5, 0.8), "insult", new Thresholds(0.9, 1)));
    private static final BundleDescriptor BUNDLE = TestDescriptors.of(TaskKind.MODERATION, HEAD);
    private static final float REVIEW = 0.1f; // score 0.52
    private static final float BLOCK = 2; // score 0.88
    private static final float CALM = -3;

    @Test
    void scoresAreCalibratedAndInTheOrderOfTheModel() {
        Moderation answer = moderate(Map.of(), new float[] {CALM, 0, 0.5f});

        assertThat(answer.scores().keySet()).containsExactly("toxic", "insult", "spam");
        assertThat(answer.scores().get("toxic")).isCloseTo(1 / (1 + Math.exp(3)), within(1e-9));
        assertThat(answer.scores().get("insult")).isEqualTo(0.5);
        assertThat(answer.scores().get("spam")).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-9));
    }

    @Test
    void theStrictestLabelDecides() {
        assertThat(moderate(Map.of(), new float[] {CALM, CALM, CALM}))
                .returns(Verdict.ALLOW, Moderation::verdict)
                .returns(List.of(), Moderation::flagged);
        assertThat(moderate(Map.of(), new float[] {REVIEW, CALM, CALM}))
                .returns(Verdict.REVIEW, Moderation::verdict)
                .returns(List.of("toxic"), Moderation::flagged);
        assertThat(moderate(Map.of(), new float[] {BLOCK, 3, CALM}))
                .returns(Verdict.BLOCK, Moderation::verdict)
                .returns(List.of("toxic", "insult"), Moderation::flagged);
    }

    @Test
    void aLabelWithoutThresholdsNeverDecides() {
        assertThat(moderate(Map.of(), new float[] {CALM, CALM, 100}))
                .returns(Verdict.ALLOW, Moderation::verdict)
                .returns(List.of(), Moderation::flagged);
    }

    @Test
    void aThresholdOfOneIsNeverReached() {
        // insult: block 1, and the score rounds to 1
        assertThat(moderate(Map.of(), new float[] {CALM, 100, CALM})).returns(Verdict.REVIEW, Moderation::verdict);
    }

    @Test
    void aSitesThresholdsTakeThePlaceOfTheBundles() {
        Map<String, Thresholds> overrides =
                Map.of("toxic", Thresholds.NEVER, "spam", new Thresholds(0.6, 0.7), "insult", new Thresholds(0.1, 0.2));

        assertThat(moderate(overrides, new float[] {BLOCK, CALM, CALM})).returns(Verdict.ALLOW, Moderation::verdict);
        assertThat(moderate(overrides, new float[] {CALM, CALM, 0})).returns(Verdict.BLOCK, Moderation::verdict);
        assertThat(moderate(overrides, new float[] {CALM, -2, CALM})).returns(Verdict.REVIEW, Moderation::verdict);
    }

    @Test
    void ofALongTextTheWorstWindowCountsForEachLabel() {
        Moderation answer = moderate(
                Map.of(), new float[] {CALM, 3, CALM}, new float[] {REVIEW, CALM, 1}, new float[] {CALM, CALM, CALM});

        assertThat(answer.flagged()).containsExactly("toxic", "insult");
        assertThat(answer.scores().get("spam")).isCloseTo(1 / (1 + Math.exp(-3)), within(1e-9));
    }

    @Test
    void eachMessageOfAPassHasItsRow() {
        Reading<Moderation> reading = task(Map.of()).read("a", TestTokenizer.encode("a"), Instant.EPOCH);
        Pass pass = new Pass(
                Map.of("moderation", new float[] {BLOCK, BLOCK, BLOCK, CALM, CALM, CALM, REVIEW, CALM, CALM}),
                new int[] {0, 3, 6});

        reading.window(new Window(TestTokenizer.encode("a"), 0, 1), pass, 1);

        assertThat(reading.answer()).returns(Verdict.ALLOW, Moderation::verdict);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aLogitThatIsNoNumberIsADamagedModelAndNoVerdict(float logit) {
        assertThatThrownBy(() -> moderate(Map.of(), new float[] {CALM, logit, CALM}))
                .isInstanceOf(InferenceException.class)
                .hasMessage(
                        "the model answered " + logit + " for label insult: its weights or its delegate are damaged");
    }

    @Test
    void labelsThatTheBundleLacksAreNamed() {
        assertThatThrownBy(() -> task(Map.of("threat", Thresholds.NEVER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no label \"threat\" in bundle test@1.2.3 (have: [toxic, insult, spam])");
    }

    @Test
    void aBundleForSomethingElseIsRefused() {
        BundleDescriptor extraction = TestDescriptors.of(
                TaskKind.EXTRACTION, new Head.Spans("spans", List.of("O", "B-a", "I-a"), "group", Map.of()));

        assertThatThrownBy(() -> new ModerationTask(extraction, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bundle test@1.2.3 is for EXTRACTION, not for moderation");
    }

    @Test
    void theTaskReadsItsHeadOnly() {
        assertThat(task(Map.of()).outputs()).containsExactly("moderation");
    }

    private static ModerationTask task(Map<String, Thresholds> overrides) {
        return new ModerationTask(BUNDLE, overrides);
    }

    private static Moderation moderate(Map<String, Thresholds> overrides, float[]... windows) {
        Encoding encoding = TestTokenizer.words(windows.length);
        Reading<Moderation> reading = task(overrides).read("a ".repeat(windows.length), encoding, Instant.EPOCH);
        for (int i = 0; i < windows.length; i++) {
            reading.window(
                    new Window(encoding, i, i + 1), new Pass(Map.of("moderation", windows[i]), new int[] {0}), 0);
        }
        return reading.answer();
    }
}
