// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Golden tests of the extraction bundle that ships: sentences as a site writes them, with fields by hand
/// (`training/evaluate/realistic.jsonl`, which also says which groups a route would ask for).
class RealisticSentencesIT {
    /// What the bundle does not get right; a change in either direction is one to look at.
    private static final Set<String> WRONG = Set.of(
            "hydraulic hose on press HP-204 is leaking, replace",
            "oil leak at gearbox of conveyor CV-102",
            "check rear brake pads on forklift 12, worn",
            "Dana Whitlock found the guard loose on lathe 4",
            "dim the hallway lamp to forty percent",
            "make the radio quieter please",
            "thanks for the quick help yesterday, see you around",
            "Ingrid Solberg from Halvard Marine lands in Rotterdam, mail ingrid@halvard.example",
            "LD0417 500 h service due");

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void theFieldsOfRealisticSentencesStayRight() throws IOException {
        List<JsonNode> sentences = Files.readString(ProjectRoot.path("training/evaluate/realistic.jsonl"))
                .lines()
                .map(JSON::readTree)
                .toList();
        String texts = sentences.stream()
                .map(sentence -> sentence.path("text").asString())
                .collect(Collectors.joining("\n"));

        CommandRun run = CommandRun.withInput(texts, "ask", "-b", ProjectRoot.path("models/extraction"));

        List<JsonNode> answers = run.out().lines().map(JSON::readTree).toList();
        assertThat(answers).hasSameSizeAs(sentences);
        assertThat(IntStream.range(0, answers.size())
                        .filter(i -> !isRight(sentences.get(i), answers.get(i).path("extraction")))
                        .mapToObj(i -> sentences.get(i).path("text").asString())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(WRONG);
    }

    private static boolean isRight(JsonNode wanted, JsonNode said) {
        Set<String> groups = StreamSupport.stream(wanted.path("groups").spliterator(), false)
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
        boolean intent = !wanted.has("intent")
                || wanted.path("intent").equals(said.path("intent").path("name"));
        return intent && fields(wanted, groups).equals(fields(said, groups));
    }

    private static Set<List<String>> fields(JsonNode of, Set<String> groups) {
        return StreamSupport.stream(of.path("fields").spliterator(), false)
                .filter(field -> groups.contains(field.path("group").asString()))
                .map(field -> List.of(
                        field.path("group").asString(),
                        field.path("type").asString(),
                        field.path("start").toString(),
                        field.path("end").toString()))
                .collect(Collectors.toSet());
    }
}
