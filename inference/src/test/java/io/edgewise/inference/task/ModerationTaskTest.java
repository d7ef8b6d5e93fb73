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
import io.edgewise.inference.language.LanguageCheck;
import io.edgewise.inference.rule.WordHit;
import io.edgewise.inference.rule.WordList;
import io.edgewise.inference.rule.WordLists;
import io.edgewise.inference.tokenizer.Encoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationTaskTest {
    private static final Head.Labels HEAD = new Head.Labels(
            "moderation",
            List.of("toxic", "insult", "spam"),
            Map.of("spam", new Calibration(2, 1)),
            Map.of("toxic", new Thresholds(0.5, 0.8), "insult", new Thresholds(0.9, 1)));
    private static final BundleDescriptor BUNDLE = TestDescriptors.of(TaskKind.MODERATION, HEAD);
    private static final LanguageCheck ENGLISH = LanguageCheck.of(List.of("en"));
    private static final String GERMAN = "du bist ein dummer idiot und kannst gar nichts";
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
    void aWordToBlockDecidesWithoutTheModel() {
        assertThat(task(words("block.txt", "idiot")).withoutModel("you 1diot"))
                .hasValueSatisfying(answer -> assertThat(answer)
                        .returns(Verdict.BLOCK, Moderation::verdict)
                        .returns(Map.of(), Moderation::scores)
                        .returns(List.of(new WordHit(WordList.BLOCK, "idiot", "1diot", 4, 9)), Moderation::words));
        assertThat(task(words("block.txt", "idiot")).withoutModel("you")).isEmpty();
    }

    @Test
    void aWordToReviewIsTheLeastThatHappens() {
        ModerationTask task = task(words("review.txt", "handover"));

        assertThat(read(task, "at handover", CALM))
                .returns(Verdict.REVIEW, Moderation::verdict)
                .returns(List.of(), Moderation::flagged)
                .returns(1, answer -> answer.words().size());
        assertThat(read(task, "at handover", BLOCK)).returns(Verdict.BLOCK, Moderation::verdict);
        assertThat(read(task, "at noon", CALM)).returns(Verdict.ALLOW, Moderation::verdict);
    }

    @Test
    void whereTheModelFlagsATextWithAnAllowedWordItReadsTheRestAndTheMilderCounts() {
        ModerationTask task = task(words("allow.txt", "ass"));
        Reading<Moderation> reading = reading(task, "the ass line", BLOCK);

        assertThat(reading.next()).hasValue("the  line");
        window(reading, CALM);
        assertThat(reading.next()).isEmpty();
        assertThat(reading.answer())
                .returns(Verdict.ALLOW, Moderation::verdict)
                .returns(List.of(), Moderation::flagged)
                .returns(WordList.ALLOW, answer -> answer.words().getFirst().list());
    }

    @Test
    void anAllowedWordNeverMakesAVerdictStricter() {
        Reading<Moderation> reading = reading(task(words("allow.txt", "not")), "not odd", REVIEW);

        assertThat(reading.next()).hasValue(" odd");
        window(reading, BLOCK);

        assertThat(reading.answer())
                .returns(Verdict.REVIEW, Moderation::verdict)
                .returns(List.of("toxic"), Moderation::flagged);
    }

    @Test
    void aTextThatTheModelAllowsIsReadOnce() {
        assertThat(reading(task(words("allow.txt", "ass")), "the ass line", CALM)
                        .next())
                .isEmpty();
        assertThat(reading(task(words("allow.txt", "ass")), "the line", BLOCK).next())
                .isEmpty();
    }

    @Test
    void aResultTellsAHundredWordsAtMost() {
        assertThat(task(words("block.txt", "idiot")).withoutModel("idiot ".repeat(1_000)))
                .hasValueSatisfying(answer -> assertThat(answer.words()).hasSize(100));
    }

    @Test
    void aTextInAnotherLanguageIsForAPersonToRead() {
        assertThat(task(WordLists.NONE).withoutModel(GERMAN))
                .hasValueSatisfying(answer -> assertThat(answer)
                        .returns(Verdict.REVIEW, Moderation::verdict)
                        .returns(true, Moderation::unsupportedLanguage)
                        .returns(List.of(), Moderation::flagged)
                        .returns(Map.of(), Moderation::scores));
        assertThat(task(WordLists.NONE).withoutModel("you are a stupid idiot and can do nothing"))
                .isEmpty();
        assertThat(task(Map.of()).withoutModel(GERMAN)).isEmpty();
    }

    @Test
    void wordsOfTheSiteCountInAnyLanguage() {
        assertThat(task(words("block.txt", "dummer idiot")).withoutModel(GERMAN))
                .hasValueSatisfying(answer -> assertThat(answer)
                        .returns(Verdict.BLOCK, Moderation::verdict)
                        .returns(false, Moderation::unsupportedLanguage));
        for (String list : List.of("review.txt", "allow.txt")) {
            assertThat(task(words(list, "dummer idiot")).withoutModel(GERMAN))
                    .hasValueSatisfying(answer -> assertThat(answer)
                            .returns(Verdict.REVIEW, Moderation::verdict)
                            .returns(true, Moderation::unsupportedLanguage)
                            .returns("dummer idiot", a -> a.words().getFirst().term()));
        }
    }

    @Test
    void whatNothingHasReadCantBeAllowed() {
        assertThatThrownBy(() -> new Moderation(Verdict.ALLOW, List.of(), Map.of(), List.of(), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @TempDir
    private Path folder;

    private ModerationTask task(WordLists words) {
        return new ModerationTask(BUNDLE, Map.of(), words, ENGLISH);
    }

    /// A list that is named after what is done about its words.
    private WordLists words(String name, String term) {
        WordList list = WordList.valueOf(name.replace(".txt", "").toUpperCase(Locale.ROOT));
        try {
            return WordLists.read(Map.of(list, List.of(Files.writeString(folder.resolve(name), term))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Moderation read(ModerationTask task, String text, float logit) {
        return reading(task, text, logit).answer();
    }

    private static Reading<Moderation> reading(ModerationTask task, String text, float logit) {
        Reading<Moderation> reading = task.read(text, TestTokenizer.encode("a"), Instant.EPOCH);
        window(reading, logit);
        return reading;
    }

    private static void window(Reading<Moderation> reading, float logit) {
        Pass pass = new Pass(Map.of("moderation", new float[] {logit, CALM, CALM}), new int[] {0});
        reading.window(new Window(TestTokenizer.encode("a"), 0, 1), pass, 0);
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
