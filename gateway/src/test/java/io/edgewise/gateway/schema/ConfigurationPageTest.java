// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `docs/configuration.md` tells of every key that the reader knows, and of every variable that the program reads.
class ConfigurationPageTest {
    private static final Pattern VARIABLE = Pattern.compile("\\bEDGEWISE_[A-Z_]+\\b");
    /// Set by the build for tests, and by the launcher for the benchmark.
    private static final String OF_THE_BUILD = "EDGEWISE_ROOT";

    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(ProjectRoot.path("docs/configuration.md"));
    }

    @Test
    void everyKeyStandsInIt() {
        List<String> keys = new ArrayList<>();
        collect(JsonMapper.shared().valueToTree(ConfigurationReader.schema()), keys);

        assertThat(keys).contains("id", "bundle", "from", "review", "min-score").hasSizeGreaterThan(35);
        assertThat(keys)
                .allSatisfy(key -> assertThat(page)
                        .as("a row for the key %s, or its mention as `%s`", key, key)
                        .containsPattern("`-? ?([A-Za-z-]+\\.)*" + Pattern.quote(key) + "[.:`]"));
    }

    /// A default that was changed in the reader only would leave the page wrong.
    @Test
    void everyDefaultStandsInTheRowOfItsKey() {
        List<JsonNode> defaults = new ArrayList<>();
        JsonNode schema = JsonMapper.shared().valueToTree(ConfigurationReader.schema());

        assertThat(defaultsOf(schema, defaults)).isNotEmpty().allSatisfy(row -> {
            String key = row.path("key").asString();
            assertThat(page.lines())
                    .as("a row of the key %s with its default", key)
                    .anyMatch(line -> line.matches("\\| `([a-z.]+\\.)?" + key + "` \\|[^|]*\\| `?"
                            + Pattern.quote(row.path("default").asString()) + "`? \\|.*"));
        });
    }

    @Test
    void everyVariableStandsInIt() throws IOException {
        TreeSet<String> read = new TreeSet<>();
        for (String root : List.of("edgewise", "gateway/src/main/java", "inference/src/main/java")) {
            try (Stream<Path> files = Files.walk(ProjectRoot.path(root))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    VARIABLE.matcher(Files.readString(file)).results().forEach(found -> read.add(found.group()));
                }
            }
        }
        read.remove(OF_THE_BUILD);

        assertThat(read)
                .contains("EDGEWISE_LOG", "EDGEWISE_JAVA_OPTS")
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static void collect(JsonNode node, List<String> keys) {
        node.path("properties").properties().forEach(entry -> keys.add(entry.getKey()));
        node.forEach(child -> collect(child, keys));
    }

    private static List<JsonNode> defaultsOf(JsonNode node, List<JsonNode> rows) {
        node.path("properties").properties().forEach(entry -> {
            if (entry.getValue().has("default")) {
                rows.add(JsonMapper.shared()
                        .createObjectNode()
                        .put("key", entry.getKey())
                        .put(
                                "default",
                                entry.getValue().path("default").asString().replaceFirst("\\.0$", "")));
            }
        });
        node.forEach(child -> defaultsOf(child, rows));
        return rows;
    }
}
