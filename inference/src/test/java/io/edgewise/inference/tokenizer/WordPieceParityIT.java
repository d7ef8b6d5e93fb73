// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares ids, offsets and word numbers with the reference, Hugging Face `tokenizers`, which knows no added tokens
/// here: [WordPieceTokenizer] says why.
///
/// The shipped vocabularies make most exotic words unknown and so hide what happened inside them. The tests over
/// [#everyCharacter] therefore use a vocabulary in which each character is a piece.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WordPieceParityIT {

    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    @Test
    void unicodeTableSaysWhatTheReferenceDoesWithEveryCharacter() throws IOException {
        String observed = ObservedUnicode.table();
        Path written = Files.writeString(Path.of("target", "bert-unicode.txt"), observed);
        try (var resource = UnicodeTable.class.getResourceAsStream("bert-unicode.txt")) {
            assertThat(resource).isNotNull();
            assertThat(new String(resource.readAllBytes(), StandardCharsets.UTF_8))
                    .as("the table of the class path, against %s", written)
                    .isEqualTo(observed);
        }
    }

    @ParameterizedTest
    @MethodSource("bertOptions")
    void everyCharacterInAWordIsTreatedAsByTheReference(WordPieceOptions options) throws IOException {
        var texts = new ArrayList<String>();
        for (int first : ObservedUnicode.chunks().toArray()) {
            var text = new StringBuilder();
            IntStream.range(first, first + 256)
                    .filter(character -> character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
                    .forEach(character ->
                            text.append('a').appendCodePoint(character).append("b "));
            texts.add(text.toString());
        }
        compare(everyCharacter(), options, texts);
    }

    @ParameterizedTest
    @MethodSource("allOptions")
    void hostileTextsAreCutAsByTheReferenceCharacterByCharacter(WordPieceOptions options) throws IOException {
        compare(everyCharacter(), options, new HostileTexts(20_261_122).next(4_000));
    }

    @ParameterizedTest
    @CsvSource({"moderation, 50_000", "moderation-small, 10_000"})
    void hostileTextsAreCutAsByTheReference(String bundle, int count) throws IOException {
        compare(shipped(bundle), WordPieceOptions.uncased(), new HostileTexts(42).next(count));
    }

    @ParameterizedTest
    @CsvSource({"moderation, 2, 70_000", "moderation-small, 8, 15_000"})
    void realTextsAreCutAsByTheReference(String bundle, int step, int least) throws IOException {
        List<String> texts = DatasetTexts.some(step);
        assertThat(texts).hasSizeGreaterThan(least);
        compare(shipped(bundle), WordPieceOptions.uncased(), texts);
    }

    @Test
    void mutatedRealTextsAreCutAsByTheReference() throws IOException {
        var hostile = new HostileTexts(7);
        List<String> texts = DatasetTexts.some(1).stream()
                .filter(text -> text.length() < 500)
                .limit(20_000)
                .map(hostile::mutated)
                .toList();
        compare(shipped("moderation"), WordPieceOptions.uncased(), texts);
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void longTextsAreCutAsByTheReference(String name, String text) throws IOException {
        compare(everyCharacter(), WordPieceOptions.uncased(), List.of(text));
    }

    @Test
    void specialPiecesInATextAreTextAlthoughTheReferenceObeysThem() throws IOException {
        // Given
        List<String> vocabulary = everyCharacter();
        var options = WordPieceOptions.uncased();
        var ours = tokenizer(vocabulary, options);
        String text = "a [SEP] b [CLS][MASK] c";
        try (var obeying = ReferenceTokenizer.wordPiece(vocabulary, options, SPECIAL);
                var plain = ReferenceTokenizer.wordPiece(vocabulary, options, List.of())) {
            // When
            Encoding encoding = ours.encode(text);
            // Then
            assertThat(obeying.pieces(text).ids).contains(vocabulary.indexOf("[SEP]"), vocabulary.indexOf("[MASK]"));
            assertThat(encoding.size()).isEqualTo(plain.pieces(text).ids.length);
            for (int i = 0; i < encoding.size(); i++) {
                assertThat(ours.piece(encoding.id(i))).isNotIn(SPECIAL);
            }
        }
    }

    static Stream<WordPieceOptions> bertOptions() {
        return Stream.of(WordPieceOptions.uncased(), WordPieceOptions.cased());
    }

    static Stream<WordPieceOptions> allOptions() {
        return IntStream.range(0, 8)
                .mapToObj(bits -> new WordPieceOptions(
                        (bits & 1) == 0,
                        (bits & 2) == 0,
                        (bits & 4) == 0,
                        "[UNK]",
                        "[CLS]",
                        "[SEP]",
                        "##",
                        100 - bits));
    }

    static Stream<Object[]> longTexts() {
        int length = 1 << 16;
        return Stream.of(
                new Object[] {"one ASCII word", "a".repeat(length)},
                new Object[] {"one word of accents", "é".repeat(length)},
                new Object[] {"one base with marks", "a" + "\u0301\u0323".repeat(length / 2)},
                new Object[] {"marks that stay, out of order", "a" + "\u0301\uD838\uDC00\u0334".repeat(length / 4)},
                new Object[] {"words at the limit", ("b".repeat(100) + " ").repeat(length / 101)},
                new Object[] {"the same emoji", "😀".repeat(512)},
                new Object[] {"emoji between blanks", "😀 ".repeat(512)},
                new Object[] {"Hangul", "한국어 ".repeat(length / 4)},
                new Object[] {"ideographs", "三号泵".repeat(length / 3)},
                new Object[] {"blanks", " ".repeat(length)},
                new Object[] {"NUL", "\0".repeat(length)},
                new Object[] {"punctuation", "!?".repeat(length / 2)});
    }

    private static void compare(List<String> vocabulary, WordPieceOptions options, Collection<String> texts)
            throws IOException {
        var ours = tokenizer(vocabulary, options);
        try (var reference = ReferenceTokenizer.wordPiece(vocabulary, options, List.of())) {
            Parity.compare(ours, reference, texts, options.toString());
        }
    }

    /// The special pieces, and each character as a first and as a further piece; beside that some longer pieces.
    private static List<String> everyCharacter() {
        var vocabulary = new LinkedHashSet<>(SPECIAL);
        var letters = new ArrayList<String>();
        for (int[] block : HostileTexts.BLOCKS) {
            for (int character = block[0]; character <= block[1]; character++) {
                boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
                if (!surrogate && character > ' ') {
                    vocabulary.add(Character.toString(character));
                    vocabulary.add("##" + Character.toString(character));
                    letters.add(Character.toString(character));
                }
            }
        }
        var random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            var piece = new StringBuilder(random.nextBoolean() ? "##" : "");
            int block = random.nextInt(letters.size() - 4);
            for (int length = random.nextInt(2, 5); length > 0; length--) {
                piece.append(letters.get(block + random.nextInt(4)));
            }
            vocabulary.add(piece.toString());
        }
        return List.copyOf(vocabulary);
    }

    private static List<String> shipped(String bundle) throws IOException {
        return Files.readAllLines(TestFiles.vocabulary(bundle));
    }

    private static WordPieceTokenizer tokenizer(List<String> vocabulary, WordPieceOptions options) throws IOException {
        Path file = Files.createTempFile("vocab", ".txt");
        try {
            Files.writeString(file, String.join("\n", vocabulary) + "\n");
            return WordPieceTokenizer.read(file, options);
        } finally {
            Files.delete(file);
        }
    }
}
