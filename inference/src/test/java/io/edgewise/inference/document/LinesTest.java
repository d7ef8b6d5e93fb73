// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
    private static final DocumentNode DOCUMENT = JsonDocument.parse("""
            {
              "name":
                "pump",
              "models": {
                "a": { "bundle": 1 },
                "a.b": {
                  "bundle": 2
                }
              },
              "routes": [
                { "name": "x" },
                {
                  "steps": [
                    "one",
                    "two"
                  ]
                }
              ]
            }
            """);

    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "name, 3",
        "name.more, 3",
        "nothing, 1",
        "nothing[3].at.all, 1",
        "models, 4",
        "models.a.bundle, 5",
        "models.a.b.bundle, 7",
        "models.a.b.nothing, 6",
        "models.c, 4",
        "routes, 10",
        "routes[0].name, 11",
        "routes[1].steps[1], 15",
        "routes[1].steps, 13",
        "routes[1].nothing, 12",
    })
    void theLineIsTheValuesOrThatOfTheNearestBlockAroundIt(String path, int line) {
        assertThat(Lines.of(DOCUMENT, path)).isEqualTo(line);
    }
}
