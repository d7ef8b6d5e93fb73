// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestTokenizer;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.task.Field.By;
import io.edgewise.inference.tokenizer.Encoding;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanReadingTest {
    private static final int O = 0;
    private static final int B_ITEM = 1;
    private static final int I_ITEM = 2;
    private static final int B_STATE = 3;
    private static final int I_STATE = 4;
    private static final int WIDTH = 5;
    private static final Head.Spans HEAD = new Head.Spans(
            ArtificialLogits.HEAD,
            List.of("O", "B-item", "I-item", "B-State", "I-State"),
            "maintenance",
            Map.of("item", "EQUIPMENT"));

    @Test
    void theOrderOfTheLabelsIsTheModels() {
        // Given: what is said of each label stands where the model has it
        List<String> order = List.of("I-b", "B-b", "O", "I-a", "B-a");
        Head.Spans shuffled = new Head.Spans(ArtificialLogits.HEAD, order, "group", Map.of());
        Encoding encoding = TestTokenizer.encode("x y z");
        ArtificialLogits logits = ArtificialLogits.saying(encoding, order.size(), 9, 4, 3, 1);

        // When
        SpanReading reading = new SpanReading(shuffled, "x y z", encoding, 0);
        reading.window(Window.whole(encoding), logits.pass(Window.whole(encoding)), 0);

        // Then
        assertThat(reading.fields())
                .extracting(field -> field.type() + " " + field.text())
                .containsExactly("a x y", "b z");
    }

    @Test
    void wordsWithOneLabelBecomeAField() {
        List<Field> fields = read("the pump 7 is hot", O, B_ITEM, I_ITEM, O, B_STATE);

        assertThat(fields)
                .extracting(Field::group, Field::type, Field::text, Field::start, Field::end, Field::value, Field::by)
                .containsExactly(
                        tuple("maintenance", "EQUIPMENT", "pump 7", 4, 10, Optional.empty(), By.MODEL),
                        tuple("maintenance", "State", "hot", 14, 17, Optional.empty(), By.MODEL));
    }

    @Test
    void neighboursThatBothBeginAreTwoFields() {
        assertThat(texts(read("pump motor", B_ITEM, B_ITEM))).containsExactly("pump", "motor");
        assertThat(texts(read("pump motor", B_ITEM, I_ITEM))).containsExactly("pump motor");
        assertThat(texts(read("pump hot", B_ITEM, B_STATE))).containsExactly("pump", "hot");
    }

    @Test
    void aWordOfSeveralPiecesHasTheLabelOfItsFirstAndEndsWithItsLast() {
        // Given: xylophone is spelled in nine pieces, of which only the first begins an item
        String text = "the xylophone leak";
        Encoding encoding = TestTokenizer.encode(text);
        ArtificialLogits logits =
                ArtificialLogits.saying(encoding, WIDTH, 0, O, O, O).put(0, O, 9);
        logits.put(1, B_ITEM, 9).put(encoding.size() - 1, O, 9);
        for (int piece = 2; piece < encoding.size() - 1; piece++) {
            logits.put(piece, B_STATE, 9);
        }

        // When
        List<Field> fields = read(text, encoding, logits, 64, 0);

        // Then
        assertThat(texts(fields)).containsExactly("xylophone");
        assertThat(fields.getFirst().type()).isEqualTo("EQUIPMENT");
    }

    @Test
    void offsetsAreThoseOfTheTextAsReceived() {
        // Given: what the tokenizer drops, folds or does not know is in front
        List<Field> fields = read("\u0007 ÉA 😀 Pump\u00ad 7!", O, O, B_ITEM, I_ITEM, O);

        // Then
        assertThat(fields).singleElement().satisfies(field -> {
            assertThat(field.text()).isEqualTo("Pump\u00ad 7");
            assertThat("\u0007 ÉA 😀 Pump\u00ad 7!".substring(field.start(), field.end()))
                    .isEqualTo(field.text());
        });
    }

    @Test
    void aMarkGoesWithTheLetterBeforeIt() {
        // Given: WordPiece drops the mark, BPE makes it a word of its own
        String text = "cafe\u0301\u0323 \u0301hot";
        Encoding pairs = TestTokenizer.bytePairs().encode(text);

        // Then
        assertThat(texts(read(text, B_ITEM, O))).containsExactly("cafe\u0301\u0323");
        assertThat(texts(read(text, pairs, B_ITEM, O, O, O))).containsExactly("cafe\u0301\u0323");
        assertThat(texts(read(text, pairs, B_ITEM, B_STATE, O, O))).containsExactly("cafe\u0301\u0323");
        assertThat(texts(read(text, pairs, O, O, B_ITEM, B_STATE))).containsExactly("hot");
        assertThat(texts(read("\u0301hot", TestTokenizer.bytePairs().encode("\u0301hot"), B_ITEM, I_ITEM)))
                .containsExactly("\u0301hot");
    }

    @Test
    void fieldsOfBytePairsHaveNoBlanksAtTheirEnds() {
        // Given: a blank is a part of the word behind it, a second one is a word, and so is a mark that is no letter
        String text = "the  cafe\u0301 😀 in Zürich\n";
        Encoding encoding = TestTokenizer.bytePairs().encode(text);

        // When
        List<Field> item = read(text, encoding, O, B_ITEM, I_ITEM, I_ITEM, I_ITEM, O, O, O);
        List<Field> state = read(text, encoding, O, B_STATE, O, O, O, O, B_ITEM, I_ITEM);

        // Then
        assertThat(texts(item)).containsExactly("cafe\u0301 😀");
        assertThat(item.getFirst().start()).isEqualTo(5);
        assertThat(item.getFirst().end()).isEqualTo(13);
        assertThat(texts(state)).as("a field of a blank alone is none").containsExactly("Zürich");
    }

    @Test
    void fieldsOfUnigramHaveNoBlanksAtTheirEnds() {
        String text = "the 😀 ﬁne cafe\u0301 pump";
        Encoding encoding = TestTokenizer.unigram().encode(text);

        assertThat(texts(read(text, encoding, O, B_ITEM, B_STATE, I_STATE, O))).containsExactly("😀", "ﬁne cafe\u0301");
    }

    @Test
    void theScoreIsTheMeanOverTheWords() {
        // Given
        String text = "pump motor";
        Encoding encoding = TestTokenizer.encode(text);
        ArtificialLogits logits =
                ArtificialLogits.saying(encoding, WIDTH, 3, B_ITEM, I_ITEM).put(1, I_ITEM, 1);

        // When
        double score = read(text, encoding, logits, 64, 0).getFirst().score();

        // Then
        double first = Math.exp(3) / (Math.exp(3) + 4);
        double second = Math.exp(1) / (Math.exp(1) + 4);
        assertThat(score).isCloseTo((first + second) / 2, within(1e-6));
    }

    @Test
    void aTextWithoutWordsHasNoFields() {
        assertThat(read("")).isEmpty();
        assertThat(read(" \n ")).isEmpty();
    }

    @Test
    void aFieldMayCrossTheBorderOfTwoWindows() {
        // Given: 20 words in windows of 10 with 4 in common; an item from word 5 to word 15
        int[] labels = new int[20];
        labels[5] = B_ITEM;
        for (int word = 6; word <= 15; word++) {
            labels[word] = I_ITEM;
        }
        String text = "a ".repeat(20);
        Encoding encoding = TestTokenizer.encode(text);

        // When
        List<Field> fields = read(text, encoding, ArtificialLogits.saying(encoding, WIDTH, 9, labels), 12, 4);

        // Then
        assertThat(fields).singleElement().satisfies(field -> {
            assertThat(field.start()).isEqualTo(10);
            assertThat(field.end()).isEqualTo(31);
        });
    }

    @Test
    void eachWindowDecidesAsFarAsTheMiddleOfTheOverlap() {
        // Given: windows over the words 0 to 9 and 6 to 15, which say different things
        String text = "a ".repeat(16);
        Encoding encoding = TestTokenizer.encode(text);
        int[] items = new int[16];
        int[] states = new int[16];
        Arrays.fill(items, B_ITEM);
        Arrays.fill(states, B_STATE);
        List<Window> windows = Window.over(encoding, 12, 4);
        SpanReading reading = new SpanReading(HEAD, text, encoding, 4);

        // When
        reading.window(
                windows.get(0),
                ArtificialLogits.saying(encoding, WIDTH, 9, items).pass(windows.get(0)),
                0);
        reading.window(
                windows.get(1),
                ArtificialLogits.saying(encoding, WIDTH, 9, states).pass(windows.get(1)),
                0);

        // Then
        assertThat(windows).hasSize(2);
        assertThat(reading.fields())
                .hasSize(16)
                .allSatisfy(field -> assertThat(field.type()).isEqualTo(field.start() / 2 < 8 ? "EQUIPMENT" : "State"));
    }

    @Test
    void aWordThatTheBorderCutsIsWhole() {
        // Given: one long word around the middle of every overlap
        String text = "a a a a xylophone a a a a a xylophone a a";
        Encoding encoding = TestTokenizer.encode(text);
        int[] labels = new int[13];
        labels[4] = B_ITEM;
        labels[10] = B_STATE;

        for (int tokens = 8; tokens <= 20; tokens++) {
            for (int overlap = 0; overlap <= (tokens - 2) / 2; overlap++) {
                // When
                List<Field> fields =
                        read(text, encoding, ArtificialLogits.saying(encoding, WIDTH, 9, labels), tokens, overlap);

                // Then
                assertThat(texts(fields))
                        .as("windows of %d tokens, %d in common", tokens, overlap)
                        .containsExactly("xylophone", "xylophone");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void windowsPutTogetherSayWhatOneWindowSays(long seed) {
        // Given: a legal path said loudly, with noise
        Random random = new Random(seed);
        for (int repeat = 0; repeat < 40; repeat++) {
            String text = randomText(random);
            Encoding encoding = TestTokenizer.encode(text);
            int words = encoding.size() == 0 ? 0 : encoding.word(encoding.size() - 1) + 1;
            ArtificialLogits logits = ArtificialLogits.saying(encoding, WIDTH, 9, legalPath(random, words))
                    .add(ArtificialLogits.random(encoding, WIDTH, random));
            int tokens = 8 + random.nextInt(20);
            int overlap = random.nextInt(tokens / 2);

            // When
            List<Field> whole = read(text, encoding, logits, encoding.size() + 2, 0);
            List<Field> pieces = read(text, encoding, logits, tokens, overlap);

            // Then
            assertThat(pieces)
                    .as("windows of %d tokens, %d in common, over %s", tokens, overlap, text)
                    .isEqualTo(whole);
        }
    }

    @Test
    void whateverTheLogitsFieldsAreInOrderAndStandInTheText() {
        Random random = new Random(9);
        for (int repeat = 0; repeat < 300; repeat++) {
            // Given
            String text = randomText(random);
            Encoding encoding = TestTokenizer.encode(text);
            ArtificialLogits logits = ArtificialLogits.random(encoding, WIDTH, random);
            int tokens = 8 + random.nextInt(20);

            // When
            List<Field> fields = read(text, encoding, logits, tokens, random.nextInt(tokens / 2));

            // Then
            int end = 0;
            for (Field field : fields) {
                assertThat(field.start()).isGreaterThanOrEqualTo(end);
                assertThat(field.end()).isGreaterThan(field.start());
                assertThat(field.text()).isEqualTo(text.substring(field.start(), field.end()));
                assertThat(field.text()).isEqualTo(field.text().strip());
                assertThat(field.score()).isBetween(0.0, 1.0);
                end = field.end();
            }
        }
    }

    @Test
    void nothingOfAWindowIsKeptOnceItIsRead() {
        // Given
        String text = "a ".repeat(400);
        Encoding encoding = TestTokenizer.encode(text);
        ArtificialLogits logits = ArtificialLogits.saying(encoding, WIDTH, 1, new int[400]);
        SpanReading reading = new SpanReading(HEAD, text, encoding, 4);
        List<WeakReference<Pass>> passes = new ArrayList<>();

        // When
        for (Window window : Window.over(encoding, 12, 4)) {
            Pass pass = logits.pass(window);
            passes.add(new WeakReference<>(pass));
            reading.window(window, pass, 0);
        }

        // Then
        assertThat(passes).hasSizeGreaterThan(50);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return passes.stream().filter(p -> p.get() != null).count() <= 1;
        });
        assertThat(reading.fields()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity"})
    void logitsThatAreNoNumbersAreADamagedModel(float logit) {
        Encoding encoding = TestTokenizer.encode("pump hot");
        ArtificialLogits logits =
                ArtificialLogits.saying(encoding, WIDTH, 1, O, O).put(1, I_STATE, logit);

        assertThatThrownBy(() -> read("pump hot", encoding, logits, 64, 0))
                .isInstanceOf(InferenceException.class)
                .hasMessage("the model's output \"spans\" is not finite: its weights or its delegate are damaged");
    }

    private static String randomText(Random random) {
        String[] words = {"pump", "xylophone", "7", "the", "valves", "PX-471", "😀", "hot", "abcdefghi".repeat(5)};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(words[random.nextInt(words.length)]).append(random.nextInt(5) == 0 ? "  " : " ");
        }
        return text.toString();
    }

    private static int[] legalPath(Random random, int words) {
        int[] path = new int[words];
        for (int word = 0; word < words; word++) {
            int previous = word == 0 ? O : path[word - 1];
            boolean goesOn = previous != O && random.nextInt(3) > 0;
            path[word] = goesOn ? (previous + 1) / 2 * 2 : new int[] {O, O, B_ITEM, B_STATE}[random.nextInt(4)];
        }
        return path;
    }

    private static List<Field> read(String text, int... labelOfWord) {
        return read(text, TestTokenizer.encode(text), labelOfWord);
    }

    private static List<Field> read(String text, Encoding encoding, int... labelOfWord) {
        return read(text, encoding, ArtificialLogits.saying(encoding, WIDTH, 9, labelOfWord), 64, 0);
    }

    private static List<Field> read(String text, Encoding encoding, ArtificialLogits logits, int tokens, int overlap) {
        SpanReading reading = new SpanReading(HEAD, text, encoding, overlap);
        for (Window window : Window.over(encoding, tokens, overlap)) {
            reading.window(window, logits.pass(window), 0);
        }
        return reading.fields();
    }

    private static List<String> texts(List<Field> fields) {
        return fields.stream().map(Field::text).toList();
    }
}
