// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a caller sees of a text on its way.
final class ConstraintTest {
    private static final String ORDER = """
            {"type": "object", "required": ["equipment", "priority"], "properties": {
              "equipment": {"type": "string", "maxLength": 20},
              "priority": {"enum": ["low", "medium", "high"]}}}
            """;

    private final TokenBytes tokens =
            SmallTokens.bytesAnd("{\"eq", "low", "\"}", "lo", "lowest", "x\"", "\ud83d\ude00");

    private static final int BRACE_QUOTE_EQ = 258;
    private static final int LOW = 259;
    private static final int QUOTE_BRACE = 260;
    private static final int LOWEST = 262;
    private static final int SMILE = 264;

    private Constraint start(String schema) {
        return new TokenMasks(Grammar.ofJsonSchema(schema), tokens).start("");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static List<String> texts(List<byte[]> bytes) {
        return bytes.stream().map(ConstraintTest::text).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void whatMustComeIsForcedUpToTheFirstChoice() {
        Constraint constraint = start(ORDER);
        assertThat(text(constraint.forced())).isEqualTo("{\"equipment\":\"");
        constraint.advance(BRACE_QUOTE_EQ);
        assertThat(text(constraint.forced())).isEqualTo("uipment\":\"");
        constraint.advance(constraint.forced());
        assertThat(constraint.forced()).isEmpty();
        constraint.advance(bytes("P-101\""));
        assertThat(text(constraint.forced())).isEqualTo(",\"priority\":\"");
    }

    @Test
    void anEnumIsAChoiceOfWholes() {
        Constraint constraint = start(ORDER);
        assertThat(constraint.options(64)).isEmpty();
        constraint.advance(bytes("{\"equipment\":\"P-101\",\"priority\":"));
        assertThat(texts(constraint.options(64))).containsExactly("\"high\"", "\"low\"", "\"medium\"");
        constraint.advance(constraint.forced());
        assertThat(texts(constraint.options(64))).containsExactly("high\"", "low\"", "medium\"");
        constraint.advance(bytes("h"));
        assertThat(constraint.options(64)).isEmpty();
        assertThat(text(constraint.forced())).isEqualTo("igh\"}");
        constraint.advance(constraint.forced());
        assertThat(constraint.isExhausted()).isTrue();
        assertThat(BitSet.valueOf(constraint.mask()).stream()).containsExactly(SmallTokens.END);
    }

    @Test
    void alternativesThatAreFixedAreOneChoice() {
        Constraint constraint = start("""
                {"anyOf": [{"const": "a\\"b"}, {"type": "null"}, {"enum": [12, 1, {"é": []}]}, {"type": "boolean"}]}
                """);
        assertThat(texts(constraint.options(64)))
                .containsExactlyInAnyOrder("\"a\\\"b\"", "null", "12", "1", "{\"é\":[]}", "true", "false");
        constraint.advance(bytes("1"));
        assertThat(constraint.allows(SmallTokens.END)).isTrue();
        assertThat(constraint.options(64)).as("the text may end").isEmpty();
        assertThat(constraint.forced()).as("the text may end").isEmpty();
    }

    @Test
    void masksAreThoseOfTheTokens() {
        Constraint constraint = start(ORDER);
        constraint.advance(bytes("{\"equipment\":\"\",\"priority\":\""));
        BitSet mask = BitSet.valueOf(constraint.mask());
        assertThat(mask.get(LOW)).isTrue();
        assertThat(mask.get(LOWEST)).isFalse();
        assertThat(mask.get(SmallTokens.END)).isFalse();
        assertThat(mask.get(SmallTokens.CONTROL)).isFalse();
        constraint.advance(LOW);
        assertThat(BitSet.valueOf(constraint.mask()).stream())
                .containsExactly(SmallTokens.FIRST_BYTE + '"', QUOTE_BRACE);
    }

    @Test
    void lengthsAreCountedInCodePoints() {
        Constraint constraint = start("{\"type\":\"string\",\"maxLength\":2}");
        constraint.advance(bytes("\""));
        constraint.advance(SMILE);
        constraint.advance(bytes("\\n"));
        assertThat(constraint.allows(SMILE)).isFalse();
        assertThat(text(constraint.forced())).isEqualTo("\"");
    }

    @Test
    void onlyUtf8AndOnlyTheEscapesThatMustBe() {
        Constraint constraint = start("{\"type\":\"string\"}");
        constraint.advance(bytes("\""));
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(bytes("\\/")));
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(bytes("\\ud8")));
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(bytes("\\u0041")));
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(bytes("\n")));
        byte[][] broken = {
            {(byte) 0xc0, (byte) 0x80}, // an overlong zero
            {(byte) 0xe0, (byte) 0x9f}, // overlong
            {(byte) 0xed, (byte) 0xa0}, // a surrogate
            {(byte) 0xf4, (byte) 0x90}, // beyond Unicode
            {(byte) 0xf5},
            {(byte) 0x80}
        };
        for (byte[] bytes : broken) {
            assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(bytes));
        }
        constraint.advance(bytes("\\u0001\\\\\\\"\\t/\u007fé€😀\udbff\udfff\ud7ff\ue000"));
    }

    @Test
    void whatMayNotFollowChangesNothing() {
        Constraint constraint = start(ORDER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> constraint.advance(LOW))
                .withMessage("token 259 may not follow here");
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(SmallTokens.END));
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(SmallTokens.CONTROL));
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(tokens.size()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> constraint.advance(bytes("{x")))
                .withMessage("2 bytes may not follow here");
        assertThat(text(constraint.forced())).isEqualTo("{\"equipment\":\"");
    }

    @Test
    void theShortestEndCompletesTheText() {
        Constraint constraint = start(ORDER);
        assertThat(text(constraint.shortestEnd())).isEqualTo("{\"equipment\":\"\",\"priority\":\"low\"}");
        constraint.advance(bytes("{\"equipment\":\"P"));
        assertThat(constraint.allows(SmallTokens.END)).isFalse();
        constraint.advance(constraint.shortestEnd());
        assertThat(constraint.allows(SmallTokens.END)).isTrue();
        assertThat(constraint.shortestEnd()).isEmpty();
    }

    @Test
    void nothingFollowsTheEnd() {
        Constraint constraint = start("{\"type\":\"integer\"}");
        constraint.advance(bytes("7"));
        assertThat(constraint.isExhausted()).isFalse();
        constraint.advance(SmallTokens.END);
        assertThat(constraint.isExhausted()).isTrue();
        assertThat(constraint.mask()).containsOnly(0);
        assertThat(constraint.shortestEnd()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(bytes("7")));
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(SmallTokens.END));
    }

    @Test
    void aTextOfOptionsIsOneOfThem() {
        Constraint constraint = new TokenMasks(Grammar.ofOptions(List.of("low", "lowest", "é")), tokens).start("");
        assertThat(texts(constraint.options(64))).containsExactly("low", "lowest", "é");
        constraint.advance(LOW);
        assertThat(constraint.allows(SmallTokens.END)).isTrue();
        constraint.advance(bytes("est"));
        assertThat(constraint.isExhausted()).isTrue();
    }

    /// More states than are kept: the later ones are made each time, and the next text begins anew.
    @Test
    void aTextOfManyStatesIsAsGoodAsAnyOther() {
        TokenMasks masks = new TokenMasks(
                Grammar.ofJsonSchema(
                        "{\"type\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\"string\",\"maxLength\":9}}"),
                tokens);
        Constraint full = masks.start("");
        full.advance(bytes("[" + "\"abcdefghi\",".repeat(998)));
        full.advance(bytes("\"x\""));
        assertThat(BitSet.valueOf(full.mask()).stream())
                .containsExactly(SmallTokens.FIRST_BYTE + ',', SmallTokens.FIRST_BYTE + ']');
        full.advance(bytes(",\"y\""));
        assertThat(text(full.forced())).isEqualTo("]");
        assertThat(text(full.shortestEnd())).isEqualTo("]");
        assertThat(text(masks.start("").forced())).isEqualTo("[");
    }

    /// 200 optional properties have 2^200 combinations.
    @Test
    void manyOptionalPropertiesAreNoProblem() {
        var properties = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            properties.append(i == 0 ? "" : ",").append("\"p%d\":{\"type\":\"null\"}".formatted(i));
        }
        Constraint constraint = start("{\"type\":\"object\",\"properties\":{" + properties + "}}");
        constraint.advance(bytes("{\"p7\":null,\"p150\":null"));
        assertThatIllegalArgumentException().isThrownBy(() -> constraint.advance(bytes(",\"p149\"")));
        constraint.advance(bytes(",\"p199\":null}"));
        assertThat(constraint.allows(SmallTokens.END)).isTrue();
    }

    /// Grammars share definitions, whose texts would be astronomically many if each were written out.
    /// Thirty levels, of which each leads twice to the one below it: a thousand million ways to one value.
    @Test
    void alternativesThatAreTheSameAreFollowedOnce() {
        var schema = new StringBuilder("{\"$ref\":\"#/$defs/30\",\"$defs\":{\"0\":{\"type\":\"integer\"}");
        for (int i = 1; i <= 30; i++) {
            schema.append(",\"%d\":{\"anyOf\":[{\"$ref\":\"#/$defs/%d\"},{\"$ref\":\"#/$defs/%d\"}]}"
                    .formatted(i, i - 1, i - 1));
        }
        Constraint constraint = start(schema + "}}");
        constraint.advance(bytes("17"));
        assertThat(constraint.allows(SmallTokens.END)).isTrue();
    }

    @Test
    void definitionsThatAreUsedOftenAreOne() {
        var schema = new StringBuilder("{\"$ref\":\"#/$defs/20\",\"$defs\":{\"0\":{\"type\":\"null\"}");
        for (int i = 1; i <= 20; i++) {
            schema.append((",\"%d\":{\"anyOf\":[{\"$ref\":\"#/$defs/%d\"},{\"type\":\"array\",\"items\":"
                            + "{\"$ref\":\"#/$defs/%d\"}}]}")
                    .formatted(i, i - 1, i - 1));
        }
        Constraint constraint = start(schema + "}}");
        constraint.advance(bytes("[[null,null],[],null"));
        assertThat(text(constraint.shortestEnd())).isEqualTo("]");
    }
}
