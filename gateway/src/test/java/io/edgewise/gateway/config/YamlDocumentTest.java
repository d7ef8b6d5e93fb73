// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// YAML as people write it, and as somebody writes it who means harm.
class YamlDocumentTest {
    @Test
    void keepsLinesOrderAndKinds() {
        DocumentNode read = YamlDocument.parse("""
                # a comment

                b: text
                a:
                  - 1
                  - { c: true }
                """);

        assertThat(read)
                .isEqualTo(new Mapping(
                        Map.of(
                                "b",
                                new Scalar("text", Kind.TEXT, 3),
                                "a",
                                new Sequence(
                                        List.of(
                                                new Scalar("1", Kind.NUMBER, 5),
                                                new Mapping(Map.of("c", new Scalar("true", Kind.FLAG, 6)), 6)),
                                        5)),
                        3));
        assertThat(((Mapping) read).entries().keySet()).containsExactly("b", "a");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "8080, NUMBER",
                "0.5, NUMBER",
                "-1e3, NUMBER",
                "'8080', TEXT",
                "\"true\", TEXT",
                "true, FLAG",
                "false, FLAG",
                "null, NULL",
                "yes, TEXT",
                "no, TEXT",
                "on, TEXT",
                "0x1F, TEXT",
                "1_000, TEXT",
                "12:30:45, TEXT",
                "2026-11-22, TEXT",
                "2s, TEXT",
                "terminals/+/text, TEXT",
                "!!str 8080, TEXT",
            })
    void plainTextKeepsTheKindOfYaml12(String text, Kind kind) {
        Mapping read = (Mapping) YamlDocument.parse("a: " + text);

        assertThat(read.entries().get("a"))
                .isInstanceOfSatisfying(Scalar.class, s -> assertThat(s.kind()).isEqualTo(kind));
    }

    @Test
    void anAliasRepeatsWhatItsAnchorNames() {
        Mapping read = (Mapping) YamlDocument.parse("a: &x { b: 1 }\nc: *x\n");

        assertThat(read.entries().get("c")).isEqualTo(read.entries().get("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n...\n"})
    void aFileWithNothingInItIsToldAsSuch(String yaml) {
        assertThatThrownBy(() -> ConfigurationReader.parse(yaml, Path.of("/x/edgewise.yaml")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("/x/edgewise.yaml: 1 problem\n  ")
                .message()
                .containsAnyOf("there is nothing in it", "expected a block of keys, got the text \"\"", "got nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a: [1;b: 2                | 2 | it is not YAML: ",
                "a: 1;  b: 2               | 2 | it is not YAML: ",
                "a: b: c                   | 1 | it is not YAML: mapping values are not allowed here (column 5)",
                "a: \"open                 | 1 | it is not YAML: ",
                "a: 1;\tb: 2               | 2 | it is not YAML: ",
                "to: {1}/clean;b: 2        | 1 | it is not YAML: ",
                "to: @home                 | 1 | it is not YAML: ",
                "a: *nothing               | 1 | it is not YAML: ",
                "a: 1;---;b: 2             | 2 | it is not YAML: ",
                "a: 1;b: 2;a: 3            | 3 | the key \"a\" stands twice",
                "a: null;a: null           | 2 | the key \"a\" stands twice",
                "a:;  b: 1;  'b': 2        | 3 | the key \"b\" stands twice",
                "{1}: a                    | 1 | a key is a text; a text that begins with { or [ needs quotes",
                "a: 1;? [x];: b            | 2 | a key is a text; a text that begins with { or [ needs quotes",
                "a: !secret x              | 1 | the tag !secret means nothing here",
                "a: !!java.io.File [x]     | 1 | the tag tag:yaml.org,2002:java.io.File means nothing here",
                "a: !!javax.script.ScriptEngineManager [] | 1 | the tag tag:yaml.org,2002:javax.script.ScriptEngineManager means nothing here",
                "a: 1;b: !!binary aGk=     | 2 | the tag tag:yaml.org,2002:binary means nothing here",
            })
    void whatIsNotOurYamlIsToldWithItsLine(String yaml, int line, String message) {
        assertThatThrownBy(() -> YamlDocument.parse(yaml.replace(';', '\n')))
                .isInstanceOfSatisfying(
                        YamlException.class, e -> assertThat(e.line()).isEqualTo(line))
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "a:\n"})
    void blocksInBlocksWithoutEndAreRefusedNotRecursedInto(String opening) {
        String deep = opening.equals("a:\n")
                ? IntStream.range(0, 300).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining())
                : opening.repeat(2_000);

        assertThatThrownBy(() -> YamlDocument.parse(deep))
                .isInstanceOf(YamlException.class)
                .hasMessage("blocks stand in each other more than 50 deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: &x [*x]", "a: &x { b: *x }", "&x { a: *x }"})
    void anAnchorThatHoldsItselfIsRefused(String yaml) {
        assertThatThrownBy(() -> YamlDocument.parse(yaml)).isInstanceOf(YamlException.class);
    }

    @ParameterizedTest
    @CsvSource({"9, 9", "24, 2", "12, 4"})
    void aliasesThatMultiplyAreRefused(int levels, int times) {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i <= levels; i++) {
            String alias = "*a" + (i - 1);
            String repeated = IntStream.range(0, times).mapToObj(n -> alias).collect(Collectors.joining(", "));
            bomb.append("a%d: &a%d [%s]%n".formatted(i, i, repeated));
        }

        assertThatThrownBy(() -> YamlDocument.parse(bomb.toString())).isInstanceOf(YamlException.class);
    }

    @Test
    void aFileOfManyMegabytesIsRefused() {
        assertThatThrownBy(() -> YamlDocument.parse("a: " + "x".repeat(4 << 20)))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("limit");
    }

    @Test
    void charactersThatNoTextHasAreRefused() {
        assertThatThrownBy(() -> YamlDocument.parse("a: \u0000")).isInstanceOf(YamlException.class);
    }
}
