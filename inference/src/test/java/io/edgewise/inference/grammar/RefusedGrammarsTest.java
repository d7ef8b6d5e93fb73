// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is not supported, or can't be fulfilled, is refused with where and why.
final class RefusedGrammarsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":                                                       | the schema is not JSON: line 1
            [1]                                                            | expected a schema as a block of keys
            {}                                                             | does not say what the value is
            {"properties":{}}                                              | /properties: is not supported without a type
            {"type":"text"}                                                | /type: expected a type, got the text "text"
            {"type":[]}                                                    | /type: expected one entry at least
            {"type":"string","format":"date"}                              | /format: is not supported for string
            {"type":"string","minimum":1}                                  | /minimum: is not supported for string
            {"type":"number","multipleOf":2}                               | /multipleOf: is not supported for number
            {"type":"string","maxLenght":2}                                | did you mean "maxLength"?
            {"type":"string","minLength":3,"maxLength":2}                  | /minLength: 3 is more than maxLength, 2
            {"type":"string","maxLength":5000}                             | /maxLength: expected a whole number from 0 to 4096
            {"type":"string","maxLength":1.5}                              | /maxLength: expected a whole number from 0 to 4096
            {"type":"string","pattern":"^a{9}$","maxLength":8}             | /pattern: no text of 0 to 8 characters matches it
            {"type":"string","pattern":"(?=a)"}                            | /pattern: character 2 of the expression: of the groups
            {"type":"string","pattern":"^a\\u007cb$"}                        | ^ and $ belong to one alternative only
            {"type":"string","pattern":"a*?"}                              | /pattern: character 3 of the expression: a repetition can't
            {"type":"string","pattern":"^(.{0,999}a){3}$"}                 | /pattern: is too large
            {"type":"string","pattern":"^.{100}$","maxLength":4096}        | lower maxLength to
            {"type":"string","pattern":7}                                  | /pattern: expected a text, got the number 7
            {"type":"string","from-source":1}                              | /from-source: expected true or false, got the number 1
            {"type":"string","from-source":true,"pattern":"a"}             | /pattern: is not supported beside from-source
            {"type":"string","from-source":true,"maxLength":0}             | /maxLength: a piece of the message has one character
            {"type":"integer","minimum":3,"maximum":2}                     | no number is at least 3 and at most 2
            {"type":"integer","exclusiveMinimum":3,"maximum":3}            | no whole number lies within its limits
            {"type":"integer","minimum":0.2,"maximum":0.8}                 | no whole number lies within its limits
            {"type":"number","minimum":1e-999999999}                       | /minimum: has more than 15 digits
            {"type":"number","maximum":1e999999999}                        | /maximum: has more than 15 digits
            {"type":"number","minimum":0.000000000001,"maximum":123456789} | its limits have more than 15 digits
            {"type":"number","minimum":"1"}                                | /minimum: expected a number, got the text "1"
            {"type":"object"}                                              | an object must name its properties
            {"type":"object","properties":[]}                              | an object must name its properties
            {"type":"object","properties":{},"additionalProperties":true}  | /additionalProperties: expected false, got true
            {"type":"object","properties":{},"additionalProperties":{}}    | /additionalProperties: expected false, got a block
            {"type":"object","properties":{"a":true}}                      | /properties/a: expected a schema as a block of keys
            {"type":"object","properties":{"a/~":{}}}                      | /properties/a~1~0: does not say what the value is
            {"type":"object","properties":{"ab":{"type":"null"}},"required":["a"]} | /required: expected the name of a declared property
            {"type":"object","properties":{},"patternProperties":{}}       | /patternProperties: is not supported for object
            {"type":"array"}                                               | an array must say what its items are
            {"type":"array","items":{"type":"null"},"minItems":2,"maxItems":1} | /minItems: 2 is more than maxItems, 1
            {"type":"array","items":{"type":"null"},"uniqueItems":true}    | /uniqueItems: is not supported for array
            {"type":"array","items":[]}                                    | /items: expected a schema as a block of keys
            {"enum":[]}                                                    | /enum: expected one entry at least
            {"enum":1}                                                     | /enum: expected a list, got the number 1
            {"enum":[1,"a"],"type":"string"}                               | /type: the number 1 is not of this type
            {"enum":[1.5],"type":"integer"}                                | /type: the number 1.5 is not of this type
            {"enum":[1],"const":1}                                         | /enum: is not supported beside const
            {"const":"\\ud800"}                                            | /const: has half of a character
            {"const":"a","minLength":1}                                    | /minLength: is not supported beside const
            {"anyOf":[]}                                                   | /anyOf: expected one entry at least
            {"anyOf":[{"type":"null"},{"type":"nul"}]}                     | /anyOf/1/type: expected a type
            {"anyOf":[{"type":"null"}],"type":"null"}                      | /type: is not supported beside anyOf
            {"oneOf":[{"type":"null"}]}                                    | /oneOf: is not supported without a type
            {"not":{"type":"null"}}                                        | /not: is not supported without a type
            {"$ref":"#"}                                                   | /$ref: "#" is recursive
            {"$ref":"other.json"}                                          | /$ref: expected a place in this schema
            {"$ref":"#/$defs/a"}                                           | /$ref: "#/$defs/a" refers to nothing
            {"$ref":"#/%zz"}                                               | /$ref: "#/%zz" is no place
            {"$ref":"#/$defs/a","type":"null","$defs":{"a":{"type":"null"}}} | /type: is not supported beside $ref
            {"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/a"}]}}} | /$defs/a/anyOf/1/$ref: "#/$defs/a" is recursive
            """)
    void aSchemaIsRefusedWithWhereAndWhy(String schema, String reason) {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> Grammar.ofJsonSchema(schema))
                .withMessageContaining(reason);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        GrammarException refusal = catchThrowableOfType(GrammarException.class, () -> Grammar.ofJsonSchema("""
                {"type": "object", "required": ["b"], "minProperties": 1, "properties": {
                  "a": {"type": "string", "format": "date"},
                  "c": {"type": "integer", "minimum": 2, "maximum": 1}}}
                """));
        assertThat(refusal.problems())
                .extracting(GrammarException.GrammarProblem::pointer)
                .containsExactlyInAnyOrder("/required", "/minProperties", "/properties/a/format", "/properties/c");
    }

    @Test
    void aSchemaThatIsNestedTooDeeplyIsRefused() {
        String open = "{\"type\":\"array\",\"items\":".repeat(70);
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> Grammar.ofJsonSchema(open + "{\"type\":\"null\"}" + "}".repeat(70)))
                .withMessageContaining("is nested deeper than 64 schemas");
    }

    /// Each object stands in the last property of the one around it.
    @Test
    void objectsOfTooManyPropertiesTogetherAreRefusedAndThoseOfAsManyAsMayBeAreNot() {
        assertThat(Grammar.ofJsonSchema(nested(5))).isNotNull();
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> Grammar.ofJsonSchema(nested(6)))
                .withMessageContaining("with those of all other objects of the schema, more than 500");
    }

    private static String nested(int objects) {
        String schema = "{\"type\":\"null\"}";
        for (int object = 0; object < objects; object++) {
            StringBuilder properties = new StringBuilder();
            for (int i = 0; i < 99; i++) {
                properties.append("\"p%d\":{\"type\":\"null\"},".formatted(i));
            }
            schema = "{\"type\":\"object\",\"properties\":{%s\"in\":%s}}".formatted(properties, schema);
        }
        return schema;
    }

    /// Each level has the one below it ten times: a million of them at the bottom, though the schema is small.
    @Test
    void aSmallSchemaOfHugeTextsIsRefused() {
        var schema = new StringBuilder("{\"$ref\":\"#/$defs/8\",\"$defs\":{\"0\":{\"type\":\"null\"}");
        for (int i = 1; i <= 8; i++) {
            schema.append(
                    ",\"%d\":{\"type\":\"array\",\"minItems\":10,\"maxItems\":10,\"items\":{\"$ref\":\"#/$defs/%d\"}}"
                            .formatted(i, i - 1));
        }
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> Grammar.ofJsonSchema(schema + "}}"))
                .withMessageContaining("its shortest text is longer than 1048576 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            (a         | a group is not closed
            a)         | nothing is open that ) could close
            [a         | a class is not closed by ]
            []         | a class has no characters
            [z-a]      | the end of a range is before its beginning
            [\\d-z]    | a range has a character at each end
            [[:alpha:]] | write [ in a class with \\ before it
            *a         | nothing stands before it
            a{3,2}     | at least 3 and at most 2 times is never
            a{x}       | expected a count from 0 to 1000
            a{2        | expected a count as {2}
            a{1001}    | expected a count from 0 to 1000
            a^b        | ^ is possible at the beginning only
            a$b        | $ is possible at the end only
            (a$)       | $ is possible at the end only
            \\b        | \\b is not supported
            \\1        | \\1 is not supported
            \\p{L}     | \\p is not supported
            \\ud83d    | half of a character
            \\u12      | expected four hexadecimal digits
            (?i)a      | of the groups that begin with (? there is (?: alone
            a\\        | nothing follows \\
            a{0}       | matches the empty text alone
            (.{900}){900} | is too large
            """)
    void anExpressionIsRefusedWithWhereAndWhy(String expression, String reason) {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> Grammar.ofRegex(expression))
                .withMessageContaining(reason);
    }

    @Test
    void anExpressionMayNotBeNestedTooDeeply() {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> Grammar.ofRegex("(".repeat(10_000) + "a" + ")".repeat(10_000)))
                .withMessageContaining("at most 50 groups may lie in each other");
    }

    @Test
    void aFileIsRefusedByItsName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("schema.json");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grammar.ofJsonSchema(file))
                .withMessageContaining("schema.json can't be read: java.nio.file.NoSuchFileException");
        Files.writeString(file, "{\"type\":}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grammar.ofJsonSchema(file))
                .withMessageContaining("schema.json can't be read: line 1, column");
        Files.writeString(file, " ".repeat((1 << 20) + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grammar.ofJsonSchema(file))
                .withMessageContaining("it has 1048577 bytes, at most 1048576 are read");
        Files.writeString(file, "{\"type\":\"null\"}");
        assertThat(Grammar.ofJsonSchema(file).needsSource()).isFalse();
    }

    @Test
    void optionsAreRefused() {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> Grammar.ofOptions(List.of()))
                .withMessageContaining("expected 1 to 100000 options, got 0");
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> Grammar.ofOptions(List.of("a", "")))
                .withMessageContaining("an option has 1 to 65535 bytes, this one has 0");
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> Grammar.ofOptions(List.of("a\ud800")))
                .withMessageContaining("half of a character");
    }

    @Test
    void vocabulariesAreRefused() {
        List<byte[]> few = List.of(new byte[0], new byte[] {'a'});
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> new TokenBytes(few, Set.of()))
                .withMessageContaining("no token ends a text");
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> new TokenBytes(few, Set.of(2)))
                .withMessageContaining("token 2 can't end a text: the vocabulary has 2 tokens");
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> new TokenBytes(List.of(new byte[0], new byte[5_000]), Set.of(0)))
                .withMessageContaining("token 1 has 5000 bytes, at most 4096 are possible");
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> new TokenBytes(Collections.nCopies(300_001, new byte[0]), Set.of(0)))
                .withMessageContaining("at most 300000 tokens, this one has 300001");
    }
}
