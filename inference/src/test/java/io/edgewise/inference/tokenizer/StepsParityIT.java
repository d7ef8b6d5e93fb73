// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares each step of a `tokenizer.json` alone with the reference, through a model without pieces: its ids are the
/// bytes of what the step made of a text, so that nothing hides a difference.
final class StepsParityIT {

    private static final List<String> HOSTILE = new HostileTexts(20_261_203).next(2_500);

    private static final String[] LETTERS = {
        "a", "b", "c", "d", "e", "f", " ", "b\u0301", "a\u0323", "😀", "d\u0301\u0301", "\r\n"
    };

    private static final Pattern REMOVED_FIRST = Pattern.compile("^b");

    @ParameterizedTest
    @MethodSource("normalizers")
    void normalizersDoWhatTheReferenceDoes(String normalizer) {
        compare(normalizer, "null", HOSTILE);
    }

    @ParameterizedTest
    @MethodSource("preTokenizers")
    void preTokenizersSplitWhereTheReferenceDoes(String preTokenizer) {
        compare("null", preTokenizer, HOSTILE);
    }

    /// What SentencePiece's own maps do not have: keys that vanish, grow and are starts of others.
    @Test
    void aMapThatRemovesAndInsertsIsReadAsByTheReference() {
        var random = new SplittableRandom(11);
        var texts = new ArrayList<String>();
        while (texts.size() < 5_000) {
            var text = new StringBuilder();
            random.ints(random.nextInt(1, 12), 0, LETTERS.length).forEach(i -> text.append(LETTERS[i]));
            texts.add(text.toString());
        }
        String map = Base64.getEncoder().encodeToString(SmallCharacterMap.bytes());
        String normalizer = "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"" + map + "\"}";
        compare(
                normalizer,
                "null",
                texts.stream()
                        .filter(text -> !REMOVED_FIRST.matcher(text).find())
                        .toList());
        assertThat(new TokenizerJsonText(ReferenceTokenizer.bytesJson(normalizer, "null"))
                        .ours()
                        .encode("bbx")
                        .start(0))
                .as("the reference counts a removed start twice, we do not")
                .isEqualTo(2);
    }

    /// Every character before and behind a letter, a mark and a blank. What each becomes alone is known of all
    /// characters, see [ObservedUnicode].
    @ParameterizedTest
    @MethodSource("tables")
    void everyAssignedCharacterIsTreatedAsByTheReference(String normalizer, String preTokenizer) {
        var texts = new ArrayList<String>();
        for (int first = 0; first < 0x20000; first += 128) {
            var text = new StringBuilder();
            IntStream.range(first, first + 128)
                    .filter(character ->
                            Character.getType(character) != Character.UNASSIGNED && !isUnlikeIts(character))
                    .forEach(character -> text.append('a')
                            .appendCodePoint(character)
                            .append("\u0323\u0301b ")
                            .appendCodePoint(character));
            texts.add(text.toString());
        }
        compare(normalizer, preTokenizer, texts);
    }

    /// The reference's digits are of a newer Unicode than its expressions.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyDigitIsSplitAsByTheReference(boolean individual) {
        var texts = new ArrayList<String>();
        IntStream.range(0, Character.MAX_CODE_POINT)
                .filter(character -> SplitPattern.isNumber(character)
                        || (character >= 0x11DD0 && character < 0x11DF0)
                        || (character >= 0x16FE0 && character < 0x17000))
                .mapToObj(Character::toString)
                .forEach(digit -> texts.add("a" + digit + digit + "b"));
        compare("null", "{\"type\":\"Digits\",\"individual_digits\":" + individual + "}", texts);
    }

    /// Where the composition of Hangul begins and ends, and characters that are a whole text.
    @ParameterizedTest
    @ValueSource(strings = {"NFC", "NFD", "NFKC", "NFKD"})
    void syllablesAndSingleCharactersTakeTheFormOfTheReference(String form) {
        var texts = new ArrayList<String>();
        IntStream.range(0, 0x400).forEach(character -> texts.add(Character.toString(character)));
        for (int first : new int[] {0x10FF, 0x1100, 0x1112, 0x1113, 0xABFF, 0xAC00, 0xAC01, 0xD788, 0xD7A3, 0xD7A4}) {
            for (int second : new int[] {0x1160, 0x1161, 0x1175, 0x1176, 0x11A7, 0x11A8, 0x11C2, 0x11C3, 0x301}) {
                for (int third : new int[] {0x11A7, 0x11A8, 0x11C2, 0x11C3, 0x302E, 'a'}) {
                    texts.add(new String(new int[] {first, second, third, third}, 0, 4));
                }
            }
        }
        compare(type(form), "null", texts);
    }

    @Test
    void aTextOfBlanksLeavesNothing() {
        compare(strip(true, true), "null", List.of("", " ", " \t\u3000 ", "\u00A0"));
    }

    private static boolean isUnlikeIts(int character) {
        int type = Character.getType(character);
        boolean ideograph =
                Character.isIdeographic(character) && Character.getType(character) == Character.OTHER_LETTER;
        return type == Character.SURROGATE || (ideograph && character < 0xF900);
    }

    private static void compare(String normalizer, String preTokenizer, List<String> texts) {
        String json = ReferenceTokenizer.bytesJson(normalizer, preTokenizer);
        try (var reference = ReferenceTokenizer.of(json)) {
            Parity.compare(new TokenizerJsonText(json).ours(), reference, texts, normalizer + " " + preTokenizer);
        }
    }

    static Stream<String> normalizers() throws IOException {
        return Stream.concat(
                Stream.of(
                        type("NFC"),
                        type("NFD"),
                        type("NFKC"),
                        type("NFKD"),
                        type("Lowercase"),
                        type("StripAccents"),
                        type("Nmt"),
                        strip(true, false),
                        strip(false, true),
                        strip(true, true),
                        "{\"type\":\"Prepend\",\"prepend\":\"▁x\"}",
                        replace("\"String\":\"e\"", "E😀"),
                        replace("\"String\":\"ee\"", ""),
                        replace("\"Regex\":\" {2,}\"", "▁"),
                        ReferenceTokenizer.bertNormalizer(true, false, false, false),
                        ReferenceTokenizer.bertNormalizer(false, true, false, false),
                        ReferenceTokenizer.bertNormalizer(false, false, true, false),
                        ReferenceTokenizer.bertNormalizer(false, false, false, true),
                        ReferenceTokenizer.bertNormalizer(true, true, true, true),
                        sequence(type("NFD"), type("Lowercase"), type("StripAccents")),
                        sequence(type("NFKC"), type("Nmt"), strip(true, true), type("Lowercase"), type("NFD")),
                        sequence()),
                Stream.of(albert(), deberta()));
    }

    static Stream<String> preTokenizers() {
        return Stream.of(
                type("BertPreTokenizer"),
                type("Whitespace"),
                type("WhitespaceSplit"),
                type("Punctuation"),
                "{\"type\":\"Punctuation\",\"behavior\":\"Isolated\"}",
                "{\"type\":\"Split\",\"pattern\":{\"String\":\" \"},\"behavior\":\"MergedWithPrevious\",\"invert\":false}");
    }

    static Stream<Object[]> tables() {
        return Stream.of(
                new Object[] {type("NFKC"), "null"},
                new Object[] {type("NFKD"), "null"},
                new Object[] {type("Lowercase"), type("Whitespace")},
                new Object[] {sequence(type("Nmt"), type("StripAccents")), type("BertPreTokenizer")});
    }

    /// The steps of ALBERT and XLNet.
    static String albert() throws IOException {
        return sequence(
                replace("\"String\":\"``\"", "\\\""),
                replace("\"String\":\"''\"", "\\\""),
                type("NFKD"),
                type("StripAccents"),
                type("Lowercase"),
                characterMap(),
                replace("\"Regex\":\" {2,}\"", " "));
    }

    /// The steps of DeBERTa v3.
    static String deberta() throws IOException {
        return sequence(strip(true, true), characterMap(), replace("\"Regex\":\" {2,}\"", " "));
    }

    /// The steps of XLM-R as converters before 2024 wrote them.
    static String xlmRoberta() throws IOException {
        return sequence(characterMap(), replace("\"Regex\":\" {2,}\"", " "));
    }

    /// The steps of XLM-R, multilingual E5 and T5 as converters write them now.
    static String multilingualE5() throws IOException {
        return sequence(characterMap(), strip(false, true), replace("\"Regex\":\" {2,}\"", "▁"));
    }

    static String sequence(String... steps) {
        return "{\"type\":\"Sequence\",\"normalizers\":[" + String.join(",", steps) + "]}";
    }

    static String type(String name) {
        return "{\"type\":\"" + name + "\"}";
    }

    static String strip(boolean left, boolean right) {
        return "{\"type\":\"Strip\",\"strip_left\":%b,\"strip_right\":%b}".formatted(left, right);
    }

    private static String replace(String pattern, String content) {
        return "{\"type\":\"Replace\",\"pattern\":{%s},\"content\":\"%s\"}".formatted(pattern, content);
    }

    private static String characterMap() throws IOException {
        byte[] model = Files.readAllBytes(TestFiles.thirdParty("litertlm_testdata/sentencepiece.model"));
        String map = Base64.getEncoder().encodeToString(SentencePieceScores.characterMap(model));
        return "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"" + map + "\"}";
    }
}
