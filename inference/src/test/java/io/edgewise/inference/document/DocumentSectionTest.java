// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.document.Sample.Mode;
import io.edgewise.inference.document.Sample.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentSectionTest {
    private final Problems problems = new Problems();

    @Test
    void whatIsLeftOutTakesItsFallback() {
        Sample sample = read("{\"name\":\"pump\"}");

        assertThat(problems.list()).isEmpty();
        assertThat(sample)
                .isEqualTo(new Sample(
                        "pump",
                        Duration.ofSeconds(2),
                        Optional.empty(),
                        8080,
                        0.5,
                        false,
                        Mode.DAY_FIRST,
                        List.of(),
                        new Part("none", 1),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        OptionalDouble.empty(),
                        Optional.empty()));
    }

    @Test
    void everyKindOfValueIsRead() {
        Sample sample = read("""
                {"name": "valve", "every": "500ms", "limit": 7, "port": 1, "share": 1, "loud": true,
                 "mode": "month-first", "tags": ["red", "hot"], "part": {"weight": 100},
                 "parts": [{"label": "a"}, {"label": "b", "weight": 0}],
                 "named": {"left": {"label": "c"}, "right": {"label": "d"}}, "pairs": {"x": "1", "y": 2},
                 "lists": {"one": ["1", 2], "two": 3, "three": []},
                 "factor": 2, "spare": {"label": "e"}}""");

        assertThat(problems.list()).isEmpty();
        assertThat(sample)
                .isEqualTo(new Sample(
                        "valve",
                        Duration.ofMillis(500),
                        Optional.of(7),
                        1,
                        1,
                        true,
                        Mode.MONTH_FIRST,
                        List.of("red", "hot"),
                        new Part("none", 100),
                        List.of(new Part("a", 1), new Part("b", 0)),
                        Map.of("left", new Part("c", 1), "right", new Part("d", 1)),
                        Map.of("x", 1, "y", 2),
                        Map.of("one", List.of(1, 2), "two", List.of(3), "three", List.of()),
                        OptionalDouble.of(2),
                        Optional.of(new Part("e", 1))));
        assertThat(sample.named().keySet()).containsExactly("left", "right");
    }

    @Test
    void aSingleTextCountsAsAListOfOne() {
        assertThat(read("{\"name\":\"pump\",\"tags\":\"red\"}").tags()).containsExactly("red");
        assertThat(problems.isEmpty()).isTrue();
    }

    /// The first column is the member beside `name`, the second the problem.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"every\": \"2 weeks\"   | every: expected a duration such as 500ms, 2s, 5m, 1h or 7d, got \"2 weeks\"",
                "\"every\": null          | every: expected a value such as 2s, got nothing",
                "\"every\": [\"2s\"]      | every: expected a value such as 2s, got a list",
                "\"factor\": 0.5          | factor: expected a number from 1.0 to 2.0, got the number 0.5",
                "\"spare\": 1             | spare: expected a block of keys, got the number 1",
                "\"every\": {}            | every: expected a value such as 2s, got a block of keys",
                "\"port\": 0              | port: expected a whole number from 1 to 65535, got the number 0",
                "\"port\": 65536          | port: expected a whole number from 1 to 65535, got the number 65536",
                "\"port\": 80.5           | port: expected a whole number from 1 to 65535, got the number 80.5",
                "\"port\": 1e400          | port: expected a whole number from 1 to 65535, got the number 1e400",
                "\"port\": \"8080\"       | port: expected a whole number from 1 to 65535, got the text \"8080\"",
                "\"port\": true           | port: expected a whole number from 1 to 65535, got true",
                "\"port\": []             | port: expected a whole number from 1 to 65535, got a list",
                "\"share\": -0.1          | share: expected a number from 0.0 to 1.0, got the number -0.1",
                "\"share\": 1.0000001     | share: expected a number from 0.0 to 1.0, got the number 1.0000001",
                "\"share\": null          | share: expected a number from 0.0 to 1.0, got nothing",
                "\"loud\": \"yes\"        | loud: expected true or false, got the text \"yes\"",
                "\"loud\": 1              | loud: expected true or false, got the number 1",
                "\"mode\": \"day-frist\"  | mode: unknown \"day-frist\": did you mean \"day-first\"? (have: day-first, month-first)",
                "\"mode\": \"DAY_FIRST\"  | mode: unknown \"DAY_FIRST\": (have: day-first, month-first)",
                "\"tags\": {\"a\": 1}     | tags: expected a value such as red, got a block of keys",
                "\"tags\": [\"red\", \"HOT\"] | tags[1]: expected letters a to z, got \"HOT\"",
                "\"tags\": [\"red\", [\"hot\"]] | tags[1]: expected a value such as red, got a list",
                "\"part\": 7              | part: expected a block of keys, got the number 7",
                "\"part\": {\"weigth\": 1} | part.weigth: unknown key: did you mean \"weight\"? (have: label, weight)",
                "\"parts\": {}            | parts: expected a list, got a block of keys",
                "\"parts\": [{\"label\":\"a\"}, 3] | parts[1]: expected a block of keys, got the number 3",
                "\"parts\": [{\"label\":\" \"}] | parts[0].label: expected a text, got an empty one",
                "\"named\": []            | named: expected names with blocks, got a list",
                "\"named\": {\"x\": {\"label\":\"a\",\"weight\":101}} | named.x.weight: expected a whole number from 0 to 100, got the number 101",
                "\"pairs\": \"x\"         | pairs: expected names with values, got the text \"x\"",
                "\"pairs\": {\"x\": []}   | pairs.x: expected a value such as 7, got a list",
                "\"lists\": [1]           | lists: expected names with lists of texts, or the name of a file, got a list",
                "\"lists\": 7             | lists: expected names with lists of texts, or the name of a file, got the number 7",
                "\"lists\": \"no.txt\"    | lists: no.txt is not there",
                "\"lists\": {\"x\": [1, [2]]} | lists.x[1]: expected a value such as 7, got a list",
                "\"nmae\": 1              | nmae: unknown key: did you mean \"name\"? (have: every, factor, limit, lists, loud, mode, name, named, pairs, part, parts, port, share, spare, tags)",
                "\"zzz\": 1               | zzz: unknown key: (have: every, factor, limit, lists, loud, mode, name, named, pairs, part, parts, port, share, spare, tags)"
            })
    void aValueThatCannotBeUsedIsAProblemWithItsPlace(String member, String problem) {
        read("{\n\"name\": \"pump\",\n" + member + "}");

        assertThat(problems.list())
                .filteredOn(p -> !p.message().contains("is missing"))
                .singleElement()
                .hasToString("line 3: " + problem);
    }

    @Test
    void aMissingKeyIsNamedWithAnExample() {
        read("{\n\n\"parts\": [\n{}]}");

        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly(
                        "line 1: name: is missing: a name in lower case, for example pump",
                        "line 4: parts[0].label: is missing: what it is called, for example left");
    }

    @Test
    void allProblemsAreFoundAtOnceInTheOrderOfReading() {
        read("""
                {
                  "name": "Pump",
                  "port": -1,
                  "parts": [
                    {"label": "a"},
                    {"lable": "b",
                     "weight": 1000}
                  ],
                  "extra": {}
                }""");

        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly(
                        "line 2: name: expected letters a to z, got \"Pump\"",
                        "line 3: port: expected a whole number from 1 to 65535, got the number -1",
                        "line 6: parts[1].label: is missing: what it is called, for example left",
                        "line 7: parts[1].weight: expected a whole number from 0 to 100, got the number 1000",
                        "line 6: parts[1].lable: unknown key: did you mean \"label\"? (have: label, weight)",
                        "line 9: extra: unknown key: (have: every, factor, limit, lists, loud, mode, name, named, pairs, part, parts,"
                                + " port, share, spare, tags)");
    }

    @Test
    void aDocumentThatIsNoBlockIsAProblemWithoutAPath() {
        read("[1]");

        assertThat(problems.list().getFirst()).hasToString("line 1: expected a block of keys, got a list");
    }

    @Test
    void aReaderNotesProblemsOfItsOwn() {
        DocumentSection.read(JsonDocument.parse("{\"a\":\n{\"b\":\n1}}"), problems, s -> {
            assertThat(s.path()).isEmpty();
            return s.section(
                    "a",
                    inner -> {
                        assertThat(inner.path()).isEqualTo("a");
                        inner.problem("b", "is odd");
                        inner.problem("x", "is not there");
                        return inner.integer("b", 0, 0, 9, "a number");
                    },
                    "a block");
        });

        assertThat(problems.list())
                .extracting(Problem::toString)
                .containsExactly("line 3: a.b: is odd", "line 2: a.x: is not there");
    }

    @Test
    void aProblemWithoutLineOrPathIsItsMessage() {
        assertThat(new Problem("", 0, "is odd")).hasToString("is odd");
        assertThat(new Problem("a", 0, "is odd")).hasToString("a: is odd");
    }

    private Sample read(String json) {
        return DocumentSection.read(JsonDocument.parse(json), problems, Sample::read);
    }
}
