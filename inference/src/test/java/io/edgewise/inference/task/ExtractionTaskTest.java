// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestTokenizer;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.language.LanguageCheck;
import io.edgewise.inference.pattern.PatternExtractor;
import io.edgewise.inference.pattern.PatternOptions;
import io.edgewise.inference.rule.FieldPattern;
import io.edgewise.inference.rule.SiteFields;
import io.edgewise.inference.task.Field.By;
import io.edgewise.inference.tokenizer.Encoding;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExtractionTaskTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final PatternExtractor PATTERNS = new PatternExtractor(PatternOptions.defaults());
    private static final List<String> BIO = List.of("O", "B-ID", "I-ID");
    private static final BundleDescriptor BUNDLE = TestDescriptors.of(
            TaskKind.EXTRACTION,
            new Head.Choice("intent", List.of("on", "off", "none"), "device"),
            new Head.Spans("device", BIO, "device", Map.of()),
            new Head.Spans("parts", BIO, "maintenance", Map.of("ID", "EQUIPMENT")),
            new Head.Spans("norm", BIO, "codes", Map.of()));
    private static final String TEXT = "call a@b.example for pump 7";

    @Test
    void theGroupsAreThoseOfTheHeadsAndThePatterns() {
        assertThat(ExtractionTask.groups(BUNDLE)).containsExactly("device", "maintenance", "codes", "pattern", "site");
    }

    @Test
    void withoutGroupsEverythingIsLookedFor() {
        ExtractionTask task = task(Set.of(), 0);

        assertThat(task.outputs()).containsExactlyInAnyOrder("intent", "device", "parts", "norm");
        Extraction answer = extract(task, Map.of("device", 1, "parts", 1, "norm", 1));
        assertThat(answer.fields()).extracting(Field::group).contains("device", "maintenance", "codes", "pattern");
        assertThat(answer.intent()).isPresent();
    }

    @Test
    void onlyTheGroupsAskedForAreLookedFor() {
        assertThat(task(Set.of("maintenance"), 0).outputs()).containsExactly("parts");
        assertThat(task(Set.of("device"), 0).outputs()).containsExactlyInAnyOrder("intent", "device");
        assertThat(task(Set.of("pattern"), 0).outputs()).isEmpty();
        assertThat(extract(task(Set.of("maintenance"), 0), Map.of("parts", 1)).intent())
                .isEmpty();
    }

    @Test
    void aGroupThatNobodyHasIsNamed() {
        assertThatThrownBy(() -> task(Set.of("people"), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "no group \"people\" in bundle test@1.2.3 (have: [device, maintenance, codes, pattern, site])");
    }

    @Test
    void patternsNeedNoWindow() {
        Reading<Extraction> reading = task(Set.of("pattern"), 0).read(TEXT, TestTokenizer.encode(TEXT), NOW);

        assertThat(reading.answer().fields()).singleElement().satisfies(field -> {
            assertThat(field.type()).isEqualTo("EMAIL");
            assertThat(field.text()).isEqualTo("a@b.example");
            assertThat(field.value()).contains("a@b.example");
            assertThat(field.score()).isEqualTo(1);
            assertThat(field.by()).isEqualTo(By.PATTERN);
            assertThat(TEXT.substring(field.start(), field.end())).isEqualTo(field.text());
        });
    }

    @Test
    void aFieldOfTheSiteStandsForWhatTheModelAndThePatternsFindWithinIt() {
        // Given: word 7, the pump, is a code and an equipment; the address is a pattern's
        Map<String, int[]> labels = Map.of("parts", new int[] {0, 7}, "norm", new int[] {7});
        SiteFields site = new SiteFields(
                Map.of(
                        "PUMP", FieldPattern.parse("pump (?P<value>[0-9])"),
                        "MAIL", FieldPattern.parse("[a-z]+@[a-z.]+ for")),
                Map.of());

        // When
        List<Field> fields = extractAt(
                        new ExtractionTask(BUNDLE, Set.of(), PATTERNS, 0, site, LanguageCheck.ANY), labels)
                .fields();

        // Then
        assertThat(fields)
                .extracting(f -> f.group() + " " + f.text() + " " + f.value().orElse(""))
                .containsExactly("maintenance call ", "site a@b.example for ", "site pump 7 7");
    }

    @Test
    void ofATextInAnotherLanguageOnlyFieldsOfTheSiteAreFound() {
        SiteFields site = new SiteFields(Map.of("PUMP", FieldPattern.parse("P-[0-9]+")), Map.of());
        LanguageCheck english = LanguageCheck.of(List.of("en"));
        ExtractionTask task = new ExtractionTask(BUNDLE, Set.of(), PATTERNS, 0, site, english);

        assertThat(task.withoutModel("die pumpe P-17 verliert öl, bitte um 7 am tor melden"))
                .hasValueSatisfying(answer -> {
                    assertThat(answer.unsupportedLanguage()).isTrue();
                    assertThat(answer.intent()).contains(Intent.NONE);
                    assertThat(answer.fields()).extracting(Field::text).containsExactly("P-17");
                });
        assertThat(task.withoutModel("pump P-17 loses oil, please call at 7 am from the gate"))
                .isEmpty();
    }

    @Test
    void whereNoHeadOfTheModelIsWantedTheLanguageDoesNotMatter() {
        ExtractionTask task = new ExtractionTask(
                BUNDLE, Set.of("pattern"), PATTERNS, 0, SiteFields.NONE, LanguageCheck.of(List.of("en")));

        assertThat(task.withoutModel("bitte ruf uns an unter der nummer 555-0134"))
                .isEmpty();
    }

    @Test
    void codesYieldToThePatternThatTheyOverlap() {
        // Given: word 3, inside the address, and word 7, the pump, are both a code and an equipment
        Map<String, int[]> labels = Map.of("parts", new int[] {3, 7}, "norm", new int[] {3, 7});

        // When
        List<Field> fields = extractAt(task(Set.of(), 0), labels).fields();

        // Then
        assertThat(fields)
                .filteredOn(f -> f.by() == By.MODEL)
                .extracting(f -> f.group() + " " + f.text())
                .containsExactly("maintenance b", "codes pump", "maintenance pump");
    }

    @Test
    void withoutPatternsCodesStay() {
        Map<String, int[]> labels = Map.of("norm", new int[] {3});

        assertThat(extractAt(task(Set.of("codes"), 0), labels).fields())
                .extracting(Field::text)
                .containsExactly("b");
    }

    @Test
    void fieldsBelowTheLeastScoreAreLeftOut() {
        // A margin of 2 among three labels is a score of 0.787.
        assertThat(extract(task(Set.of("maintenance"), 0.78), Map.of("parts", 1))
                        .fields())
                .isNotEmpty();
        assertThat(extract(task(Set.of("maintenance"), 0.79), Map.of("parts", 1))
                        .fields())
                .isEmpty();
        assertThat(extract(task(Set.of("maintenance", "pattern"), 1), Map.of("parts", 1))
                        .fields())
                .extracting(Field::group)
                .containsExactly("pattern");
    }

    @Test
    void fieldsAreInTheOrderOfTheText() {
        List<Field> fields = extractAt(
                        task(Set.of(), 0),
                        Map.of("parts", new int[] {8, 0}, "device", new int[] {7}, "norm", new int[] {0}))
                .fields();

        assertThat(fields)
                .isSortedAccordingTo(Comparator.comparingInt(Field::start)
                        .thenComparingInt(Field::end)
                        .thenComparing(Field::group));
        assertThat(fields).hasSize(5);
    }

    @Test
    void theIntentOfALongTextIsTheMeanOfItsWindowsByLength() {
        // Given: 30 tokens that say "on" with certainty, 10 that say "off"
        Encoding encoding = TestTokenizer.words(36);
        Reading<Extraction> reading = new ExtractionTask(
                        TestDescriptors.of(
                                TaskKind.EXTRACTION, new Head.Choice("intent", List.of("on", "off", "none"), "device")),
                        Set.of("device"),
                        PATTERNS,
                        0)
                .read("a ".repeat(36), encoding, NOW);

        // When
        reading.window(new Window(encoding, 0, 28), intent(50, 0, 0), 0);
        reading.window(new Window(encoding, 28, 36), intent(0, 50, 0), 0);

        // Then
        assertThat(reading.answer().intent()).hasValueSatisfying(intent -> {
            assertThat(intent.name()).isEqualTo("on");
            assertThat(intent.confidence()).isCloseTo(0.75, within(1e-9));
        });
    }

    @Test
    void theConfidenceOfAnIntentIsItsShareOfTheSoftmax() {
        Encoding encoding = TestTokenizer.words(1);
        ChoiceReading reading = new ChoiceReading(new Head.Choice("intent", List.of("on", "off", "none"), "device"));

        reading.window(new Window(encoding, 0, 1), intent(1, 3, -2), 0);

        assertThat(reading.intent().name()).isEqualTo("off");
        assertThat(reading.intent().confidence())
                .isCloseTo(Math.exp(3) / (Math.exp(1) + Math.exp(3) + Math.exp(-2)), within(1e-6));
    }

    @Test
    void hugeLogitsAreNoProblemAndNonsenseIsOne() {
        Encoding encoding = TestTokenizer.words(1);
        Head.Choice head = new Head.Choice("intent", List.of("on", "off", "none"), "device");
        ChoiceReading huge = new ChoiceReading(head);
        huge.window(new Window(encoding, 0, 1), intent(-3e38f, 3e38f, 0), 0);
        assertThat(huge.intent()).isEqualTo(new Intent("off", 1));

        for (float nonsense : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            ChoiceReading reading = new ChoiceReading(head);
            reading.window(new Window(encoding, 0, 1), intent(0, nonsense, 0), 0);
            assertThatThrownBy(reading::intent)
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("the model's output \"intent\" is not finite: its weights or its delegate are damaged");
        }
    }

    private static Pass intent(float... logits) {
        return new Pass(Map.of("intent", logits), new int[] {0});
    }

    private static ExtractionTask task(Set<String> groups, double leastScore) {
        return new ExtractionTask(BUNDLE, groups, PATTERNS, leastScore);
    }

    /// The answer when each of these heads says its label of word 7 with a margin of 2.
    private static Extraction extract(ExtractionTask task, Map<String, Integer> labels) {
        Map<String, int[]> places = new HashMap<>();
        labels.forEach((head, label) -> places.put(head, new int[] {7}));
        return extractAt(task, places);
    }

    /// The answer when each of these heads begins a span at these words.
    private static Extraction extractAt(ExtractionTask task, Map<String, int[]> places) {
        Encoding encoding = TestTokenizer.encode(TEXT);
        Map<String, float[]> outputs = new HashMap<>();
        outputs.put("intent", new float[3]);
        for (String head : Set.of("device", "parts", "norm")) {
            float[] logits = new float[(encoding.size() + 2) * 3];
            for (int piece = 0; piece < encoding.size(); piece++) {
                int word = encoding.word(piece);
                boolean begins =
                        Arrays.stream(places.getOrDefault(head, new int[0])).anyMatch(place -> place == word);
                logits[(piece + 1) * 3 + (begins ? 1 : 0)] = 2;
            }
            outputs.put(head, logits);
        }
        Reading<Extraction> reading = task.read(TEXT, encoding, NOW);
        reading.window(new Window(encoding, 0, encoding.size()), new Pass(outputs, new int[] {0}), 0);
        return reading.answer();
    }
}
