// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What people copy is right: the examples, and the configuration in the README.
class ExamplesTest {
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    static List<Path> examples() throws IOException {
        Path brought = ProjectRoot.path("examples/brought"); // names a bundle that people make
        try (Stream<Path> files = Files.walk(ProjectRoot.path("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml") && !file.startsWith(brought))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleHasNoProblemsWhereTheBoardHasWhatItNames(Path example) throws IOException {
        assertThat(problems(Files.readString(example), example))
                .allSatisfy(problem ->
                        assertThat(problem).matches(".* delegates\\.[a-z-]+\\.library: /[^ ]+ is not there"));
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(examples())
                .extracting(file -> file.getFileName().toString())
                .contains(
                        "accelerators.yaml",
                        "cascade.yaml",
                        "edgewise.yaml",
                        "first-try.yaml",
                        "lobby-chat.yaml",
                        "plant-orders.yaml",
                        "reports.yaml",
                        "secure-broker.yaml",
                        "two-brokers.yaml",
                        "voice-home.yaml",
                        "websocket.yaml")
                .hasSize(12);
    }

    /// `{1}` begins a mapping in YAML when it stands first in a value, and commented keys rot: here they count.
    @ParameterizedTest
    @MethodSource("examples")
    void keysThatAreCommentedOutAreKnown(Path example) throws IOException {
        String uncommented = Files.readString(example).replaceAll("(?m)^( *)# ([a-z-]+: [a-z.]+( |$))", "$1$2");

        assertThat(problems(uncommented, example))
                .allSatisfy(problem -> assertThat(problem).contains("is not there"));
    }

    @Test
    void theConfigurationInTheReadmeHasNoProblems() throws IOException {
        Path readme = ProjectRoot.path("README.md");
        Matcher block = YAML_BLOCK.matcher(Files.readString(readme));

        assertThat(block.find()).isTrue();
        assertThat(problems(block.group(1), readme)).isEmpty();
    }

    private static List<String> problems(String yaml, Path file) {
        try {
            return ConfigurationReader.parse(yaml, file).routes().isEmpty() ? List.of("no routes") : List.of();
        } catch (ConfigurationException e) {
            return e.problems().stream().map(Object::toString).toList();
        }
    }
}
