// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Expressions take what Java's take, but for white space and ends of lines beyond ASCII.
final class RegexTest {
    private static final List<String> CHARACTERS = List.of(
            "a",
            "b",
            "c",
            "z",
            "A",
            "0",
            "7",
            "_",
            "-",
            ".",
            " ",
            "\t",
            "\"",
            "\\",
            "é",
            "ß",
            "€",
            "\ud7ff",
            "\ue000",
            "😀",
            "\udbff\udfff",
            "\u007f",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\uffff",
            "\ud800\udc00");

    static boolean takes(Dfa texts, byte[] text) {
        long state = texts.start();
        for (int i = 0; i < text.length && state != Leaf.DEAD; i++) {
            state = texts.step(state, text[i] & 0xff);
        }
        return state != Leaf.DEAD && texts.accepts(state);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a*",
                "a+b?c{2}",
                "(ab|a)(bc|c)?",
                "[a-c]{1,3}",
                "[^a-c]+",
                ".",
                ".*\\..*",
                "\\d+(\\.\\d+)?",
                "\\w\\W",
                "\\D*",
                "[\\w-]+",
                "[^\\d\\w]*",
                "[é-€]+",
                "[^é-€]+",
                "(?:a|b)*a(?:a|b)",
                "\\u00e9|\\u20ac",
                "a{2,}",
                "^a.c$",
                "(|a)b",
                "\\\\|\\\"",
                "[\\\\\\]\\-]",
                "[-a]+",
                "[a-]+",
                "[\ud800\udc00-😀]",
                "[\u0080-\uffff]+",
                "(a{0,2}b){1,2}",
                "\\S+",
                "[^\\S]*",
                "((a))",
                "a|b|",
                "[^\\s]"
            })
    void aTextMatchesAsItDoesInJava(String expression) {
        Dfa plain = RegexDfa.of(RegexParser.whole(expression), Spelling.PLAIN);
        Dfa escaped = RegexDfa.of(RegexParser.whole(expression), Spelling.JSON);
        Pattern java = Pattern.compile(expression);
        Random random = new Random(expression.hashCode());
        int matches = 0;
        for (int i = 0; i < 4_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(5); length > 0; length--) {
                text.append(CHARACTERS.get(random.nextInt(i % 2 == 0 ? 3 : CHARACTERS.size())));
            }
            boolean expected = java.matcher(text).matches();
            matches += expected ? 1 : 0;
            String quoted = JsonText.quoted(text.toString());
            byte[] inside = quoted.substring(1, quoted.length() - 1).getBytes(UTF_8);
            assertThat(takes(plain, text.toString().getBytes(UTF_8)))
                    .as("%s", text)
                    .isEqualTo(expected);
            assertThat(takes(escaped, inside)).as("%s", quoted).isEqualTo(expected);
        }
        assertThat(matches).as("texts that match").isPositive();
    }

    /// Readings differ: JavaScript's `\s` has U+00A0, Java's hasn't; Java's `.` has no U+0085, JavaScript's
    /// has.
    @Test
    void whatReadingsDifferInIsNotTaken() {
        byte[] noBreak = "\u00a0".getBytes(UTF_8);
        for (String expression : List.of("\\s", "\\S", "[\\s]", "[\\S]", "[^\\s]", "[^\\S]")) {
            assertThat(takes(RegexDfa.of(RegexParser.whole(expression), Spelling.PLAIN), noBreak))
                    .as(expression)
                    .isFalse();
        }
        assertThat(takes(RegexDfa.of(RegexParser.whole("."), Spelling.PLAIN), "\u0085".getBytes(UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"^ab", "ab$", "ab", "^ab$", "^(a|b)$", "a|b", "[ab]c"})
    void aPatternIsLookedForAnywhere(String expression) {
        Dfa texts = RegexDfa.of(RegexParser.search(expression), Spelling.JSON);
        Pattern java = Pattern.compile(expression);
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.append("abc".charAt(random.nextInt(3)));
            }
            assertThat(takes(texts, text.toString().getBytes(UTF_8)))
                    .as("%s", text)
                    .isEqualTo(java.matcher(text).find());
        }
    }
}
