// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

import io.edgewise.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Texts of third parties, for tests that skip aloud without them.
public final class SharedTexts {
    private SharedTexts() {}

    /// The lines of a file in `datasets`, without the empty ones.
    public static List<String> lines(String path) throws IOException {
        return Files.readAllLines(SharedData.require("datasets/" + path)).stream()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /// An array of words as a text.
    public static String words(JsonNode tokens) {
        return StreamSupport.stream(tokens.spliterator(), false)
                .map(JsonNode::asString)
                .collect(Collectors.joining(" "));
    }
}
