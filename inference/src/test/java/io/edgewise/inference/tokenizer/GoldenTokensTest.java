// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The pieces that each model's golden answers were computed from.
final class GoldenTokensTest {

    @ParameterizedTest
    @ValueSource(strings = {"moderation", "moderation-small", "extraction", "extraction-small"})
    void cutsTheGoldenTextsAsTheModelWasTrained(String model) throws Exception {
        Path folder = TestFiles.model(model);
        var tokenizer = WordPieceTokenizer.read(folder.resolve("vocab.txt"), WordPieceOptions.uncased());
        JsonNode texts = new ObjectMapper()
                .readTree(Files.readString(folder.resolve("golden.json")))
                .get("texts");
        assertThat(texts.size()).isPositive();
        for (JsonNode golden : texts) {
            String text = golden.get("text").stringValue();
            Encoding encoding = tokenizer.encode(text);
            assertThat(ids(tokenizer, encoding)).as(text).isEqualTo(ints(golden.get("ids")));
            assertThat(pieces(tokenizer, encoding)).as(text).isEqualTo(strings(golden.get("tokens")));
            assertThat(words(encoding)).as(text).isEqualTo(rows(golden.get("words")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"moderation", "moderation-small"})
    void noTextSpellsAPieceInBrackets(String bundle) {
        var tokenizer = WordPieceTokenizer.read(TestFiles.vocabulary(bundle), WordPieceOptions.uncased());
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            String piece = tokenizer.piece(id);
            if (piece.length() > 2 && piece.startsWith("[") && piece.endsWith("]")) {
                assertThat(pieces(tokenizer, tokenizer.encode("a" + piece + "b ".concat(piece)))
                                .subList(1, 5))
                        .startsWith("a", "[")
                        .doesNotContain(piece);
            }
        }
    }

    private static List<Integer> ids(Tokenizer tokenizer, Encoding encoding) {
        int[] ids = new int[encoding.size() + 2];
        ids[0] = tokenizer.special().classify();
        encoding.copyIds(0, encoding.size(), ids, 1);
        ids[ids.length - 1] = tokenizer.special().separate();
        var list = new ArrayList<Integer>();
        for (int id : ids) {
            list.add(id);
        }
        return list;
    }

    private static List<String> pieces(Tokenizer tokenizer, Encoding encoding) {
        return ids(tokenizer, encoding).stream().map(tokenizer::piece).toList();
    }

    /// For each word the index of its first piece, counted with the piece before the text, and its place.
    private static List<List<Integer>> words(Encoding encoding) {
        var words = new ArrayList<List<Integer>>();
        for (int first = 0; first < encoding.size(); ) {
            int next = first + 1;
            while (next < encoding.size() && !encoding.startsWord(next)) {
                next++;
            }
            words.add(List.of(first + 1, encoding.start(first), encoding.end(next - 1)));
            first = next;
        }
        return words;
    }

    private static List<Integer> ints(JsonNode array) {
        var ints = new ArrayList<Integer>();
        array.forEach(node -> ints.add(node.intValue()));
        return ints;
    }

    private static List<String> strings(JsonNode array) {
        var strings = new ArrayList<String>();
        array.forEach(node -> strings.add(node.stringValue()));
        return strings;
    }

    private static List<List<Integer>> rows(JsonNode array) {
        var rows = new ArrayList<List<Integer>>();
        array.forEach(row -> rows.add(ints(row)));
        return rows;
    }
}
