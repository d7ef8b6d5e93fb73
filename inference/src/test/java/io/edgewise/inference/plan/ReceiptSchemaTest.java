// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `docs/schemas/receipt.schema.json`, with every member that it does not describe forbidden.
class ReceiptSchemaTest {
    private static final Instant SINCE = Instant.parse("2026-11-29T10:00:00.123456Z");
    private static final Service DEMOTED =
            new Service.Demoted("xnnpack", "device lost", SINCE, 2, SINCE.plusSeconds(60));

    private Schema schema;

    @BeforeEach
    void read() throws IOException {
        JsonNode tree =
                JsonMapper.shared().readTree(Files.readString(ProjectRoot.path("docs/schemas/receipt.schema.json")));
        close(tree);
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonMapper.shared().writeValueAsString(tree), InputFormat.JSON);
    }

    private static void close(JsonNode node) {
        node.forEach(ReceiptSchemaTest::close);
        if (node instanceof ObjectNode object
                && object.path("type").asString("").equals("object")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
    }

    static Stream<Receipt> receipts() {
        return Stream.of(
                Receipts.automatic(),
                Receipts.secondChoice(),
                Receipts.compared(),
                Receipts.vendor(),
                Receipts.crashed());
    }

    static Stream<Service> services() {
        return Stream.of(
                new Service.AsPlanned(),
                DEMOTED,
                new Service.Unloaded(SINCE),
                new Service.Unavailable("bundle moderation: its digest is wrong", SINCE));
    }

    @ParameterizedTest
    @MethodSource("receipts")
    void everyReceiptFollowsIt(Receipt receipt) {
        assertThat(errors(json(receipt))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyStateOfServiceFollowsIt(Service service) {
        assertThat(errors(json(Receipts.vendor(), service))).isEmpty();
    }

    @Test
    void aDemotionTellsWhatRunsSinceWhenAndUntilWhen() {
        assertThat(json(Receipts.vendor(), DEMOTED))
                .contains("\"chosen\":\"npu\",\"service\":{\"state\":\"demoted\",\"running\":\"xnnpack\","
                        + "\"reason\":\"device lost\",\"since\":\"2026-11-29T10:00:00.123Z\",\"times\":2,"
                        + "\"next_try\":\"2026-11-29T10:01:00.123Z\"}");
    }

    @Test
    void aReceiptTellsEverythingThatWasFound() {
        assertThat(json(Receipts.secondChoice()))
                .isEqualTo("{\"model\":\"guard\",\"bundle\":\"moderation@1.2.3\",\"library\":\"2.21.0\","
                        + "\"wanted\":[\"auto\"],\"chosen\":\"cpu\",\"service\":{\"state\":\"as-planned\"},"
                        + "\"golden_tests\":12,\"took_ms\":80.0,\"trials\":["
                        + "{\"candidate\":\"xnnpack\",\"outcome\":\"refused\",\"reason\":\"not-built\","
                        + "\"detail\":\"XNNPACK did not start.\"},"
                        + "{\"candidate\":\"cpu\",\"outcome\":\"correct\",\"nodes\":59,\"delegates\":{},"
                        + "\"left_over\":[{\"operator\":\"GATHER\",\"nodes\":2,\"why\":\"no delegate was asked\"}],"
                        + "\"build_ms\":2.0,\"test_ms\":60.0,\"invoke_ms\":5.0,\"pack_tokens\":0}]}");
        assertThat(json(Receipts.compared()))
                .contains(
                        "\"delegates\":{\"xnnpack\":57}",
                        "\"invoke_ms\":1.235,\"pack_tokens\":64,\"agreement\":0.9999");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"chosen\":\"cpu\",=>",
                "\"outcome\":\"refused\"=>\"outcome\":\"correct\"",
                "\"reason\":\"not-built\"=>\"reason\":\"NOT_BUILT\"",
                "\"golden_tests\":12=>\"golden_tests\":0",
                "\"wanted\":[\"auto\"]=>\"wanted\":\"auto\"",
                "\"build_ms\":2.0=>\"build_ms\":\"2\"",
                ",\"why\":\"no delegate was asked\"=>",
            })
    void anythingElseDoesNot(String change) {
        String[] parts = change.split("=>", -1);
        String right = json(Receipts.secondChoice());
        assertThat(right).contains(parts[0]);

        assertThat(errors(right.replace(parts[0], parts[1]))).isNotEmpty();
    }

    private static String json(Receipt receipt) {
        return json(receipt, new Service.AsPlanned());
    }

    private static String json(Receipt receipt, Service service) {
        return new String(
                ReceiptJson.of(new ModelStatus("guard", Optional.of(receipt), service)), StandardCharsets.UTF_8);
    }

    private List<String> errors(String json) {
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
