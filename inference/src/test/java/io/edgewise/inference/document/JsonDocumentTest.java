// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDocumentTest {
    @Test
    void everyValueKeepsItsKindAndItsLine() {
        DocumentNode node =
                JsonDocument.parse("{\"a\": \"x\",\n\"b\": -1.50,\n\"c\": true, \"d\": null,\n\"e\": [1,\n{}]}");

        assertThat(node)
                .isEqualTo(new Mapping(
                        Map.of(
                                "a", new Scalar("x", Kind.TEXT, 1),
                                "b", new Scalar("-1.50", Kind.NUMBER, 2),
                                "c", new Scalar("true", Kind.FLAG, 3),
                                "d", new Scalar("", Kind.NULL, 3),
                                "e",
                                        new Sequence(
                                                List.of(new Scalar("1", Kind.NUMBER, 4), new Mapping(Map.of(), 5)), 4)),
                        1));
    }

    @Test
    void keysKeepTheOrderOfTheDocument() {
        assertThat(JsonDocument.parse("{\"z\":1,\"a\":2,\"m\":3}"))
                .isInstanceOfSatisfying(
                        Mapping.class, m -> assertThat(m.entries().keySet()).containsExactly("z", "a", "m"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\": 1,#\"a\": 2} | line 2, column ",
                "{\"a\": {\"b\":1,#\"b\":2}} | line 2, column ",
                "{\"a\":#               | line 2, column ",
                "{\"a\": nul}           | line 1, column ",
                "{\"a\": 01}            | line 1, column ",
                "{\"a\": NaN}           | line 1, column ",
                "{a: 1}                 | line 1, column ",
                "{} x                   | line 1, column ",
                "{}#{}                  | line 2: something follows the end of the document"
            })
    void whatIsNoJsonIsRefusedWithItsPlace(String json, String message) {
        assertThatThrownBy(() -> JsonDocument.parse(json.replace('#', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aKeyThatStandsTwiceIsNamed() {
        assertThatThrownBy(() -> JsonDocument.parse("{\"a\": 1,\n\"a\": 2}")).hasMessageContaining("\"a\"");
    }

    @Test
    void anEmptyDocumentIsCalledSo() {
        assertThatThrownBy(() -> JsonDocument.parse(" \n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it is empty");
    }

    @Test
    void aBottomlessDocumentIsRefused() {
        assertThatThrownBy(() -> JsonDocument.parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nesting depth");
    }
}
