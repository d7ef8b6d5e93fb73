// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `docs/schemas/generator-receipt.schema.json`, with every member that it does not describe forbidden.
class GeneratorReceiptSchemaTest {
    private static final GeneratorState FAILED =
            new GeneratorState.Failed("internal error", GeneratorReceipts.OPENED.plusSeconds(60));

    private Schema schema;

    @BeforeEach
    void read() throws IOException {
        JsonNode tree = JsonMapper.shared()
                .readTree(Files.readString(ProjectRoot.path("docs/schemas/generator-receipt.schema.json")));
        close(tree);
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonMapper.shared().writeValueAsString(tree), InputFormat.JSON);
    }

    private static void close(JsonNode node) {
        node.forEach(GeneratorReceiptSchemaTest::close);
        if (node instanceof ObjectNode object
                && object.path("type").asString("").equals("object")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
    }

    @Test
    void aReceiptTellsEverythingThatWasFound() {
        assertThat(json(new GeneratorState.Ready()))
                .isEqualTo("{\"generator\":\"writer\",\"bundle\":\"smollm2@1.0.0\",\"model_sha256\":\""
                        + "0123456789abcdef".repeat(4) + "\",\"library\":\"2.21.0\",\"service\":{\"state\":\"ready\"},"
                        + "\"nodes\":600,\"delegates\":{\"xnnpack\":599},\"left_over\":[{\"operator\":\"GATHER\","
                        + "\"nodes\":1,\"why\":\"XNNPACK has no kernel for this operator\"}],"
                        + "\"context\":1024,\"texts\":2,\"threads\":1,\"model_bytes\":138000000,"
                        + "\"cache_bytes\":94371840,\"golden\":{\"prompts\":8,\"divergence\":0.0312,"
                        + "\"divergence_limit\":0.25},\"opened\":\"2026-11-29T10:00:00.123Z\",\"took_ms\":1234.0}");
        assertThat(errors(json(new GeneratorState.Ready()))).isEmpty();
    }

    @Test
    void aGeneratorThatFailedTellsWhyAndSinceWhen() {
        assertThat(json(FAILED))
                .contains("\"service\":{\"state\":\"failed\",\"reason\":\"internal error\","
                        + "\"since\":\"2026-11-29T10:01:00.123Z\"}");
        assertThat(errors(json(FAILED))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"generator\":\"writer\",=>",
                "\"model_sha256\":\"0123=>\"model_sha256\":\"X123",
                "\"state\":\"failed\"=>\"state\":\"opening\"",
                "\"reason\":\"internal error\",=>",
                "\"nodes\":600=>\"nodes\":0",
                "\"cache_bytes\":94371840=>\"cache\":94371840",
                ",\"divergence_limit\":0.25=>",
                "\"took_ms\":1234.0=>\"took_ms\":\"1234\"",
            })
    void anythingElseDoesNotFollowIt(String change) {
        String[] parts = change.split("=>", -1);
        assertThat(json(FAILED)).contains(parts[0]);

        assertThat(errors(json(FAILED).replace(parts[0], parts[1]))).isNotEmpty();
    }

    @Test
    void beforeItIsOpenedThereIsNone() {
        GeneratorStatus opening = new GeneratorStatus(
                "writer", new GeneratorState.Opening(), Optional.empty(), 0, 0, GeneratorCounts.NONE);

        assertThatThrownBy(() -> GeneratorReceiptJson.of(opening))
                .hasMessage("generator \"writer\" has no receipt yet");
    }

    @Test
    void peopleGetOneLine() {
        assertThat(GeneratorReceipts.writer().sentence())
                .isEqualTo("xnnpack runs 599 of 600 nodes (left over: GATHER 1), 0.0312 nats from its golden prompts"
                        + " (at most 0.25), 90 MB of cache for 2 texts of 1024 tokens");
    }

    private static String json(GeneratorState state) {
        return new String(GeneratorReceiptJson.of(GeneratorReceipts.status(state)), StandardCharsets.UTF_8);
    }

    private List<String> errors(String json) {
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
