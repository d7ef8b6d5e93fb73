// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Pieces of the message.
final class SourceTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PIECE = "{\"type\":\"string\",\"from-source\":true}";
    private static final TokenBytes BYTES = SmallTokens.bytesAnd();

    private static Constraint start(String schema, String message) {
        return new TokenMasks(Grammar.ofJsonSchema(schema), BYTES).start(message);
    }

    /// All texts, by trying each token everywhere.
    private static void collect(TokenMasks masks, String message, String text, Set<String> found) {
        Constraint constraint = masks.start(message);
        constraint.advance(text.getBytes(UTF_8));
        if (constraint.allows(SmallTokens.END)) {
            found.add(JSON.readTree(text).asString());
        }
        for (String next : followers(message)) {
            boolean possible = true;
            try {
                masks.start(message).advance((text + next).getBytes(UTF_8));
            } catch (IllegalArgumentException e) {
                possible = false;
            }
            if (possible) {
                collect(masks, message, text + next, found);
            }
        }
    }

    private static Set<String> followers(String message) {
        Set<String> followers = message.codePoints()
                .mapToObj(c -> JsonText.quoted(Character.toString(c)))
                .map(quoted -> quoted.substring(1, quoted.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
        followers.add("\"");
        return followers;
    }

    private static Set<String> pieces(String schema, String message) {
        Set<String> found = new TreeSet<>();
        collect(new TokenMasks(Grammar.ofJsonSchema(schema), BYTES), message, "\"", found);
        return found;
    }

    @Test
    void aPieceGoesFromTheBeginningOfAWordToTheEndOfOne() {
        assertThat(pieces(PIECE, " Fan F-7: hot "))
                .containsExactlyInAnyOrder(
                        "Fan",
                        "Fan F",
                        "Fan F-",
                        "Fan F-7",
                        "Fan F-7:",
                        "Fan F-7: hot",
                        "F",
                        "F-",
                        "F-7",
                        "F-7:",
                        "F-7: hot",
                        "-",
                        "-7",
                        "-7:",
                        "-7: hot",
                        "7",
                        "7:",
                        "7: hot",
                        ":",
                        ": hot",
                        "hot");
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        assertThat(pieces(PIECE, "\"a\\b\"\n\u0001"))
                .containsExactlyInAnyOrder(
                        "\"",
                        "\"a",
                        "\"a\\",
                        "\"a\\b",
                        "\"a\\b\"",
                        "a",
                        "a\\",
                        "a\\b",
                        "a\\b\"",
                        "\\",
                        "\\b",
                        "\\b\"",
                        "b",
                        "b\"");
    }

    @Test
    void signsOfSeveralCharactersAreWhole() {
        assertThat(pieces(PIECE, "x\u0301y 👍🏽 👩‍🔧"))
                .containsExactlyInAnyOrder(
                        "x\u0301y", "x\u0301y 👍🏽", "x\u0301y 👍🏽 👩‍🔧", "👍🏽", "👍🏽 👩‍🔧", "👩‍🔧");
    }

    @Test
    void lengthsAreKeptAndWordsStayWhole() {
        String schema = "{\"type\":\"string\",\"from-source\":true,\"minLength\":4,\"maxLength\":6}";
        assertThat(pieces(schema, "ab cde overlong f")).containsExactlyInAnyOrder("ab cde");
    }

    @Test
    void halfOfACharacterIsNeverTaken() {
        assertThat(pieces(PIECE, "ab \ud83d cd")).containsExactlyInAnyOrder("ab", "cd");
    }

    @Test
    void theShortestEndIsAWholeWord() {
        Constraint constraint = start(PIECE, "conveyor belt");
        constraint.advance("\"conv".getBytes(UTF_8));
        assertThat(new String(constraint.forced(), UTF_8)).isEqualTo("eyor");
        assertThat(new String(constraint.shortestEnd(), UTF_8)).isEqualTo("eyor\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "\u00a0", "\ud800"})
    void aMessageWithoutAWordIsRefused(String message) {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> start(PIECE, message))
                .withMessageContaining("the message has no word that could be taken from it");
    }

    @Test
    void whatCouldNotBeTakenIsLeftOut() {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":%s,\"b\":{\"anyOf\":[{\"type\":\"null\"},%s]}}}"
                .formatted(PIECE, PIECE);
        Constraint constraint = start(schema, " ");
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance("{\"a".getBytes(UTF_8)));
        constraint.advance("{\"b\":null}".getBytes(UTF_8));
        assertThat(constraint.allows(SmallTokens.END)).isTrue();
    }

    @Test
    void eachMessageHasItsOwnPieces() {
        TokenMasks masks = new TokenMasks(Grammar.ofJsonSchema(PIECE), BYTES);
        Constraint first = masks.start("one");
        Constraint second = masks.start("two");
        first.advance("\"one\"".getBytes(UTF_8));
        second.advance("\"two\"".getBytes(UTF_8));
        assertThat(first.allows(SmallTokens.END) && second.allows(SmallTokens.END))
                .isTrue();
    }

    @Test
    void anyTokensOfARealVocabularyMakeAPiece() throws IOException {
        TokenBytes tokens = SmolLm2Tokens.read();
        TokenMasks masks = new TokenMasks(Grammar.ofJsonSchema(PIECE), tokens);
        String message = "Belt \"CV-3\" 😀 slips at C:\\line\\2,\n\ttension 7.8 mm/s – größer! \udbc0\udc00 end";
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            Walk walk = new Walk(masks.start(message), tokens, random);
            String piece = JSON.readTree(walk.untilEndOr(random.nextInt(12))).asString();
            assertThat(message).contains(piece);
            assertThat(piece).isNotBlank().isEqualTo(piece.strip()).doesNotContain("\udbc0\udc00");
        }
    }
}
