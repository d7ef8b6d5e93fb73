// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.schema.RandomSchema;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// Masks, forced bytes and ends of small grammars are those that a list of all of their texts has.
final class BruteForceTest {
    private static final int MOST_TEXTS = 20_000;
    private static final int WALKS = 12;

    /// All texts of a grammar, a byte in each char.
    private record Language(TreeSet<String> texts) {
        boolean has(String prefix) {
            String next = texts.ceiling(prefix);
            return next != null && next.startsWith(prefix);
        }

        List<String> after(String prefix) {
            return texts.tailSet(prefix).stream()
                    .takeWhile(text -> text.startsWith(prefix))
                    .map(text -> text.substring(prefix.length()))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void everyMaskHasTheTokensAfterWhichSomeTextIsLeft(int depth) {
        Random random = new Random(100 + depth);
        int compared = 0;
        int unlisted = 0;
        while (compared < 60) {
            ObjectNode schema = new RandomSchema(random, true).schema(depth);
            try {
                compare(schema, random);
                compared++;
            } catch (SlowTexts.TooMany e) {
                unlisted++;
            }
        }
        assertThat(unlisted).as("schemas that have too many texts to list").isLessThan(5 * compared);
    }

    private static void compare(ObjectNode schema, Random random) throws SlowTexts.TooMany {
        var texts = new TreeSet<String>();
        new SlowTexts(MOST_TEXTS).of(schema).forEach(text -> texts.add(new String(text.getBytes(UTF_8), ISO_8859_1)));
        if (texts.isEmpty()) {
            return;
        }
        compare(Grammar.ofJsonSchema(schema.toString()), new Language(texts), random);
    }

    private static void compare(Grammar grammar, Language language, Random random) {
        TokenBytes tokens = SmallTokens.piecesOf(List.copyOf(language.texts()), 60, random);
        TokenMasks masks = new TokenMasks(grammar, tokens);
        for (int i = 0; i < WALKS; i++) {
            Constraint constraint = masks.start("");
            String text = "";
            int token = -1;
            while (token != SmallTokens.END) {
                compare(constraint, language, text, tokens);
                BitSet allowed = BitSet.valueOf(constraint.mask());
                int[] choices = allowed.stream().toArray();
                token = choices[random.nextInt(choices.length)];
                text += new String(tokens.bytes(token), ISO_8859_1);
                constraint.advance(token);
            }
            assertThat(language.texts()).contains(text);
        }
    }

    private static void compare(Constraint constraint, Language language, String text, TokenBytes tokens) {
        List<String> after = language.after(text);
        BitSet expected = new BitSet();
        Predicate<String> possible = piece -> !piece.isEmpty() && language.has(text + piece);
        for (int token = 0; token < tokens.size(); token++) {
            expected.set(token, possible.test(new String(tokens.bytes(token), ISO_8859_1)));
        }
        expected.set(SmallTokens.END, language.texts().contains(text));
        assertThat(BitSet.valueOf(constraint.mask())).as("after %s", text).isEqualTo(expected);
        String end = new String(constraint.shortestEnd(), ISO_8859_1);
        assertThat(after).contains(end).noneMatch(other -> other.length() < end.length());
        assertThat(new String(constraint.forced(), ISO_8859_1)).isEqualTo(common(after));
    }

    /// What all of them begin with, up to where one of them ends.
    private static String common(List<String> texts) {
        String first = texts.getFirst();
        String last = texts.getLast();
        int length = 0;
        while (length < first.length() && length < last.length() && first.charAt(length) == last.charAt(length)) {
            length++;
        }
        return first.substring(0, length);
    }

    /// Long enough for masks that are shared between the characters of a string.
    @Test
    void masksInsideALongStringAreThoseOfEachCharacter() {
        var texts = new TreeSet<String>();
        for (int length = 2; length <= 13; length++) {
            for (int bits = 0; bits < 1 << length; bits++) {
                var text = new StringBuilder("[\"");
                for (int i = 0; i < length; i++) {
                    text.append(((bits >> i) & 1) == 0 ? 'a' : 'b');
                }
                texts.add(text.append("\"]").toString());
            }
        }
        Grammar grammar = Grammar.ofJsonSchema("""
                {"type": "array", "minItems": 1, "maxItems": 1, "items":
                  {"type": "string", "pattern": "^[ab]*$", "minLength": 2, "maxLength": 13}}
                """);
        compare(grammar, new Language(texts), new Random(3));
    }
}
