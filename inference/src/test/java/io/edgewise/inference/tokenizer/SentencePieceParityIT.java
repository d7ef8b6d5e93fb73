// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares `.model` files with SentencePiece itself: ids, and of pieces of ASCII the places too, which this
/// reference does not tell.
final class SentencePieceParityIT {

    private static final String[] LETTERS = {"a", "b", "c", "ab", "abc", " ", "  ", "é", "😀", "x", "▁", "</s>"};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("models")
    void hostileTextsAreCutAsBySentencePiece(Path model) {
        compare(model, new HostileTexts(20_261_204).next(50_000));
    }

    @ParameterizedTest
    @MethodSource("models")
    void realTextsAreCutAsBySentencePiece(Path model) throws IOException {
        compare(model, DatasetTexts.some(3));
    }

    @ParameterizedTest
    @MethodSource("models")
    void longTextsAreCutAsBySentencePiece(Path model) {
        compare(
                model,
                Stream.of("a", "the", " ", "1", "😀", "é", "e\u0301\u0323", "import ", "▁", " ▁", "5")
                        .map(unit -> unit.repeat(1 << 12))
                        .toList());
    }

    /// As SentencePiece 0.2.3 does it. Its scores are 32-bit numbers that are added from the start of the text on.
    @Test
    void ofSpellingsOfOneScoreTheRoundingDecides() {
        Tokenizer tokenizer = read(TestFiles.thirdParty("litertlm_testdata/sentencepiece.model"));
        assertThat(pieces(tokenizer, "11999")).containsExactly("▁11", "99", "9");
        assertThat(pieces(tokenizer, "21555")).containsExactly("▁21", "55", "5");
        assertThat(pieces(tokenizer, "mail to shift-lead@plant.example +1-555-0134"))
                .endsWith("1-", "5", "55", "-", "0", "13", "4");
    }

    private static List<String> pieces(Tokenizer tokenizer, String text) {
        Encoding encoding = tokenizer.encode(text);
        return IntStream.range(0, encoding.size())
                .mapToObj(i -> tokenizer.piece(encoding.id(i)))
                .toList();
    }

    /// Models of a few pieces, with every switch that the file has, on texts of a few characters.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void everySwitchDoesWhatItDoesInSentencePiece(int switches) throws IOException {
        var model = new SmallSentencePiece((switches & 1) + 1);
        model.normalizer((switches & 2) != 0, (switches & 4) != 0);
        model.byteFallback((switches & 8) != 0);
        Path file = Files.write(folder.resolve("small.model"), model.bytes());
        var random = new SplittableRandom(switches);
        var texts = new ArrayList<String>();
        while (texts.size() < 1_500) {
            var text = new StringBuilder();
            random.ints(random.nextInt(14), 0, LETTERS.length).forEach(i -> text.append(LETTERS[i]));
            texts.add(text.toString());
        }
        Tokenizer ours = TokenizerKind.valueOf((switches & 1) == 0 ? "UNIGRAM" : "BPE")
                .read(file, WordPieceOptions.uncased(), "");
        try (var reference = ReferenceSentencePiece.read(file)) {
            for (String text : texts) {
                Encoding encoding = ours.encode(text);
                int[] ids = new int[encoding.size()];
                encoding.copyIds(0, ids.length, ids, 0);
                assertThat(ids).as(Parity.visible(text)).isEqualTo(reference.ids(text));
            }
        }
    }

    @Test
    void theModelsSayWhatStandsAroundAText() {
        for (Path model : models().toList()) {
            Tokenizer tokenizer = read(model);
            assertThat(tokenizer.piece(tokenizer.special().classify())).isEqualTo("<s>");
            assertThat(tokenizer.piece(tokenizer.special().separate())).isEqualTo("</s>");
            assertThat(tokenizer.piece(tokenizer.unknownId())).isEqualTo("<unk>");
        }
    }

    static Stream<Path> models() {
        return Stream.of(TestFiles.fixture("bpe.model"), TestFiles.thirdParty("litertlm_testdata/sentencepiece.model"));
    }

    private static Tokenizer read(Path model) {
        boolean pairs = model.endsWith("bpe.model");
        return (pairs ? TokenizerKind.BPE : TokenizerKind.UNIGRAM).read(model, WordPieceOptions.uncased(), "");
    }

    private static void compare(Path model, List<String> texts) {
        Tokenizer ours = read(model);
        double[] scores = SentencePieceScores.of(model);
        try (var reference = ReferenceSentencePiece.read(model)) {
            List<String> differences = texts.parallelStream()
                    // The reference obeys user-defined pieces in a text.
                    .filter(text -> !text.contains("[IMG]"))
                    .map(text -> difference(text, ours, scores, reference.ids(text)))
                    .filter(difference -> !difference.isEmpty())
                    .limit(10)
                    .toList();
            assertThat(differences)
                    .as("differences in %d texts with %s", texts.size(), model)
                    .isEmpty();
        }
    }

    private static String difference(String text, Tokenizer ours, double[] scores, int[] expected) {
        Encoding encoding = ours.encode(text);
        int[] ids = new int[encoding.size()];
        encoding.copyIds(0, ids.length, ids, 0);
        if (!Arrays.equals(ids, expected) && !areOfOneScore(ids, expected, scores)) {
            return "got %s, reference %s, in %s"
                    .formatted(Arrays.toString(ids), Arrays.toString(expected), Parity.visible(text));
        }
        for (int i = 0; i < ids.length; i++) {
            boolean inOrder =
                    i == 0 || (encoding.start(i) >= encoding.start(i - 1) && encoding.end(i) >= encoding.end(i - 1));
            if (!inOrder || !isAtItsPlace(text, encoding, i, ours)) {
                return "piece %d is at [%d,%d) in %s"
                        .formatted(i, encoding.start(i), encoding.end(i), Parity.visible(text));
            }
        }
        return "";
    }

    /// Whether two spellings are the same pieces in another order. Which of them wins is a matter of rounding,
    /// and not the same in all releases of SentencePiece: `555` is `55` and `5` in one and `5` and `55` in the
    /// next.
    private static boolean areOfOneScore(int[] ids, int[] expected, double[] scores) {
        return ids.length == expected.length && Math.abs(sum(ids, scores) - sum(expected, scores)) < 1e-4;
    }

    private static double sum(int[] ids, double[] scores) {
        return Arrays.stream(ids).mapToDouble(id -> scores[id]).sum();
    }

    /// A piece of ASCII stands in the text as it is, but for the blank that was put before it.
    private static boolean isAtItsPlace(String text, Encoding encoding, int i, Tokenizer ours) {
        String piece = ours.piece(encoding.id(i)).replace('▁', ' ');
        String place = text.substring(encoding.start(i), encoding.end(i));
        boolean exotic = !piece.chars().allMatch(unit -> unit >= ' ' && unit <= '~') || piece.startsWith("<");
        return exotic
                || place.equals(piece)
                || (piece.startsWith(" ") && (place.equals(piece.substring(1)) || piece.isBlank()))
                || !place.chars().allMatch(unit -> unit >= ' ' && unit <= '~');
    }
}
