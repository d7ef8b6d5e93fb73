// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares BPE with the reference: that of SmolLM2 on more than 100,000 texts, and a small vocabulary of our own
/// under every pre-tokenizer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BytePairParityIT {

    static final String LLAMA3 = split(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
    private static final String QWEN2 = split(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");
    private static final String ROBERTA =
            "{\"type\":\"RobertaProcessing\",\"sep\":[\"</s>\",2],\"cls\":[\"<s>\",0],\"trim_offsets\":true,\"add_prefix_space\":%b}";

    @ParameterizedTest
    @MethodSource("kinds")
    void hostileTextsAreCutAsByTheReference(String name, TokenizerJsonText json) {
        compare(name, json, new HostileTexts(20_261_122).next(3_000));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void realTextsAreCutAsByTheReference(String name, TokenizerJsonText json) throws IOException {
        List<String> texts = DatasetTexts.some(32);
        assertThat(texts).hasSizeGreaterThan(4_000);
        compare(name, json, texts);
    }

    /// Every character of the first plane, and beyond it one block in eight, for each way to split.
    @ParameterizedTest
    @MethodSource("splits")
    void everyCharacterIsSplitAsByTheReference(String name, TokenizerJsonText json) {
        var texts = new ArrayList<String>();
        for (int first = 0; first <= Character.MAX_CODE_POINT; first += first < 0x10000 ? 64 : 512) {
            var text = new StringBuilder();
            IntStream.range(first, first + 64)
                    .filter(character -> character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
                    .forEach(character -> text.append("a")
                            .appendCodePoint(character)
                            .append("1 ")
                            .appendCodePoint(character)
                            .append("'"));
            texts.add(text.toString());
        }
        compare(name, json, texts);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void longTextsAreCutAsByTheReference(String name, TokenizerJsonText json) {
        int length = 1 << 12;
        compare(
                name,
                json,
                List.of(
                        "a".repeat(length),
                        "ab".repeat(length),
                        " ".repeat(length),
                        " ".repeat(length) + "x",
                        "\n ".repeat(length),
                        "the".repeat(length),
                        "1".repeat(length),
                        "'".repeat(length),
                        "'s".repeat(length),
                        "!?".repeat(length),
                        "😀".repeat(length),
                        "é".repeat(length),
                        "e\u0301\u0323".repeat(length),
                        "\0".repeat(length)));
    }

    private static void compare(String name, TokenizerJsonText json, List<String> texts) {
        try (var reference = json.reference()) {
            Parity.compare(json.ours(), reference, texts, name);
        }
    }

    @Test
    void hostileTextsAreCutAsByTheReferenceWithTheVocabularyOfSmolLm2() throws IOException {
        TokenizerJsonText json = LitertLmTokenizer.smolLm2();
        List<String> texts = new HostileTexts(20_261_207).next(60_000);
        Predicate<String> spelled = spelledBy(json.ours());
        List<String> exact = texts.stream().filter(spelled).toList();
        assertThat(exact).hasSizeGreaterThan(45_000);
        compare("SmolLM2", json, exact);
        List<String> others = texts.stream().filter(spelled.negate()).toList();
        try (var reference = json.reference()) {
            Parity.compareIds(json.ours(), reference, others, "SmolLM2, texts with bytes that it lacks");
        }
    }

    /// A few bytes are no pieces of SmolLM2, which has none for the unknown. They are dropped, and in the
    /// reference the places of what follows in the word move to the left by as many.
    private static Predicate<String> spelledBy(Tokenizer tokenizer) {
        var letters = new HashSet<String>();
        IntStream.range(0, tokenizer.vocabularySize())
                .mapToObj(tokenizer::piece)
                .forEach(letters::add);
        assertThat(letters).doesNotContain(Character.toString(ByteAlphabet.character(4)));
        return text -> {
            for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
                if (!letters.contains(Character.toString(ByteAlphabet.character(value)))) {
                    return false;
                }
            }
            return true;
        };
    }

    @Test
    void realTextsAreCutAsByTheReferenceWithTheVocabularyOfSmolLm2() throws IOException {
        List<String> texts = DatasetTexts.some(2);
        assertThat(texts).hasSizeGreaterThan(50_000);
        compare("SmolLM2", LitertLmTokenizer.smolLm2(), texts);
    }

    @Test
    void theTokenizerOfLiteRtLmIsThatOfSmolLm2() throws IOException {
        Tokenizer tokenizer = LitertLmTokenizer.smolLm2().ours();
        assertThat(tokenizer.vocabularySize()).isEqualTo(49_152);
        assertThat(IntStream.range(0, 5).mapToObj(tokenizer::piece))
                .containsExactly("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<repo_name>", "<reponame>");
        assertThat(tokenizer.special().classify())
                .as("nothing stands around a text")
                .isEqualTo(-1);
    }

    static Stream<Object[]> splits() throws IOException {
        return kinds().filter(kind -> List.of("GPT-2", "Llama 3", "Qwen 2").contains(kind[0]));
    }

    static Stream<Object[]> kinds() throws IOException {
        TokenizerJsonText small = TokenizerJsonText.read(TestFiles.fixture("bpe.json"));
        return Stream.of(
                new Object[] {"GPT-2", small},
                new Object[] {"RoBERTa", small.with("post_processor", ROBERTA.formatted(false))},
                new Object[] {
                    "RoBERTa with a blank before the text",
                    byteLevel(small, "%s", true, true).with("post_processor", ROBERTA.formatted(true))
                },
                new Object[] {
                    "Llama 3", byteLevel(small, sequence(LLAMA3), false, false).withModel("ignore_merges", "true")
                },
                new Object[] {
                    "Qwen 2",
                    byteLevel(small, sequence(QWEN2), false, false)
                            .with("normalizer", "{\"type\":\"NFC\"}")
                            .with("post_processor", TokenizerJsonText.BYTE_LEVEL.formatted(false, false))
                },
                new Object[] {
                    "digits, blank before each stretch",
                    byteLevel(small, sequence("{\"type\":\"Digits\",\"individual_digits\":true}"), true, true)
                            .with("post_processor", TokenizerJsonText.BYTE_LEVEL.formatted(true, true))
                },
                new Object[] {
                    "Llama 2",
                    characters(small)
                            .with(
                                    "normalizer",
                                    StepsParityIT.sequence(
                                            "{\"type\":\"Prepend\",\"prepend\":\"Ġ\"}",
                                            "{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"Ġ\"}"))
                },
                new Object[] {
                    "Gemma",
                    characters(small)
                            .with(
                                    "pre_tokenizer",
                                    "{\"type\":\"Split\",\"pattern\":{\"String\":\" \"},\"behavior\":\"MergedWithPrevious\",\"invert\":false}")
                },
                new Object[] {
                    "runs of digits",
                    byteLevel(small, sequence("{\"type\":\"Digits\",\"individual_digits\":false}"), false, true)
                });
    }

    /// The same pieces, as characters and not as bytes; what has none is unknown.
    private static TokenizerJsonText characters(TokenizerJsonText json) {
        return json.with("pre_tokenizer", "null")
                .withModel("unk_token", "\"<unk>\"")
                .withModel("fuse_unk", "true");
    }

    private static TokenizerJsonText byteLevel(TokenizerJsonText json, String around, boolean prefix, boolean regex) {
        return json.with("pre_tokenizer", around.formatted(TokenizerJsonText.BYTE_LEVEL.formatted(prefix, regex)));
    }

    static String sequence(String first) {
        return "{\"type\":\"Sequence\",\"pretokenizers\":[" + first + ",%s]}";
    }

    private static String split(String expression) {
        return "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"" + expression.replace("\\", "\\\\")
                + "\"},\"behavior\":\"Isolated\",\"invert\":false}";
    }
}
