// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.pattern.PatternExtractor;
import io.edgewise.inference.pattern.PatternOptions;
import io.edgewise.inference.tokenizer.WordPieceTokenizer;
import io.edgewise.testkit.bundle.BundleDraft;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.bundle.TinyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bundles with a BPE and with a Unigram tokenizer, from the file to the fields: golden tests, windows, places.
class OtherTokenizersIT {
    /// Where GPT-2 splits, written for the JDK's engine.
    private static final Pattern GPT2 =
            Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

    private static final Pattern BETWEEN_BLANKS = Pattern.compile("[^ ]+");

    private static final List<String> TEXTS = List.of(
            "the pump is leaking",
            "Zürich  cafe\u0301 😀, line 7",
            "👨\u200D👩\u200D👧 the\u0301\u0323 lamp 🇩🇪 in room 3\u200B!",
            "\u202Epump\u202C 泵 в комнате 😀😀",
            "",
            "   ",
            "\uD800 a \uDC00",
            "the pump 😀 is cafe\u0301 hot and ".repeat(20));

    private static final String WORD_PIECE =
            "{\"normalizer\":{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,\"strip_accents\":null,\"lowercase\":true},\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},\"post_processor\":{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]},\"model\":{\"type\":\"WordPiece\",\"vocab\":%s}}";

    @TempDir
    Path folder;

    record Kind(BundleDraft draft, Pattern words) {}

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(TinyBundles.extractionByBytePairs(), GPT2),
                new Kind(TinyBundles.extractionByUnigram(), BETWEEN_BLANKS));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void fieldsStandInTheTextWhereTheySay(Kind kind) {
        Bundle bundle = Bundle.open(kind.draft.writeTo(folder.resolve("bundle")));
        var task = new ExtractionTask(
                bundle.descriptor(),
                Set.of("device", "maintenance"),
                new PatternExtractor(PatternOptions.defaults()),
                0);
        int found = 0;
        int exotic = 0;
        try (TextModel model = TextModel.open(TestLibrary.lite(), bundle)) {
            for (String text : TEXTS) {
                List<Field> fields = model.read(text, task).fields();
                for (Field field : fields) {
                    assertThat(field.text()).isEqualTo(text.substring(field.start(), field.end()));
                    assertThat(field.text()).isNotBlank();
                    assertThat(bounds(kind.words, text))
                            .as("%s in %s", field, text)
                            .contains(field.start(), field.end());
                    exotic += field.text().chars().anyMatch(unit -> unit > 0x300) ? 1 : 0;
                }
                found += fields.size();
            }
        }
        assertThat(found).isGreaterThan(30);
        assertThat(exotic).as("fields with emoji or marks").isGreaterThan(5);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aTextThatIsLongerThanAWindowIsReadToItsEnd(Kind kind) {
        Bundle bundle = Bundle.open(kind.draft.writeTo(folder.resolve("bundle")));
        String text = TEXTS.getLast();
        assertThat(bundle.tokenizer().encode(text).size())
                .isGreaterThan(4 * bundle.descriptor().window().tokens());
        var task = new ExtractionTask(
                bundle.descriptor(), Set.of("maintenance"), new PatternExtractor(PatternOptions.defaults()), 0);
        try (TextModel model = TextModel.open(TestLibrary.lite(), bundle)) {
            List<Field> fields = model.read(text, task).fields();
            assertThat(fields.getLast().end()).isGreaterThan(text.length() * 9 / 10);
        }
    }

    /// The golden tests are those of the `vocab.txt`, so the ids are the same.
    @Test
    void wordPieceCanComeFromATokenizerJson() {
        Bundle bundle = Bundle.open(wordPiece(WORD_PIECE.formatted(ids(120))).writeTo(folder.resolve("bundle")));
        try (TextModel model = TextModel.open(TestLibrary.lite(), bundle)) {
            assertThat(bundle.tokenizer()).isInstanceOf(WordPieceTokenizer.class);
            assertThat(model.plan().applied()).isPositive();
        }
    }

    @Test
    void aTokenizerJsonMayHaveFewerPiecesThanTheWordTableHasRows() {
        assertThat(Bundle.open(wordPiece(WORD_PIECE.formatted(ids(119))).writeTo(folder.resolve("fewer")))
                        .tokenizer()
                        .vocabularySize())
                .isEqualTo(119);
        String more = ids(120).replace("}", ",\"more\":120}");
        Path bundle = wordPiece(WORD_PIECE.formatted(more)).writeTo(folder.resolve("more"));
        assertThatThrownBy(() -> Bundle.open(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("tokenizer.json has 121 pieces, the model's word table has 120 rows");
    }

    @Test
    void optionsOfAVocabularyAreRefusedBesideATokenizerJson() {
        Path bundle = wordPiece(WORD_PIECE.formatted(ids(120)))
                .describing("tokenizer", tokenizer -> tokenizer.put("lowercase", false))
                .writeTo(folder.resolve("bundle"));
        assertThatThrownBy(() -> Bundle.open(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("are for a vocab.txt; tokenizer.json has its own");
    }

    private static BundleDraft wordPiece(String json) {
        return TinyBundles.extraction()
                .without("vocab.txt")
                .file("tokenizer.json", json)
                .describing("tokenizer", tokenizer -> tokenizer.put("file", "tokenizer.json"));
    }

    /// The first pieces of the tiny vocabulary, with their ids, as JSON.
    private static String ids(int count) {
        List<String> pieces = new String(TinyFile.VOCABULARY.bytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return IntStream.range(0, count)
                .mapToObj(id -> "\"%s\":%d".formatted(pieces.get(id).replace("\"", "\\\""), id))
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void goldenTestsOfAnotherTokenizerAreNoticed() {
        Bundle bundle = Bundle.open(TinyBundles.extractionByBytePairs()
                .file("golden.json", TinyFile.EXTRACTION_UNIGRAM_GOLDEN.bytes())
                .writeTo(folder.resolve("bundle")));
        assertThatThrownBy(() -> TextModel.open(TestLibrary.lite(), bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("token ids are");
    }

    @Test
    void aTokenizerOfAnotherKindThanTheBundleSaysIsRefused() {
        Path bundle = TinyBundles.extractionByBytePairs()
                .describing("tokenizer", tokenizer -> tokenizer.putAll(Map.of("type", "unigram")))
                .writeTo(folder.resolve("bundle"));
        assertThatThrownBy(() -> Bundle.open(bundle))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("model.type is \"BPE\" and not \"Unigram\"");
    }

    /// Where words begin and end, without the blanks at their ends.
    private static Set<Integer> bounds(Pattern words, String text) {
        var bounds = new TreeSet<Integer>();
        Matcher matcher = words.matcher(text);
        while (matcher.find()) {
            String word = matcher.group();
            bounds.add(matcher.end() - word.stripLeading().length());
            bounds.add(matcher.start() + word.stripTrailing().length());
        }
        return bounds;
    }
}
