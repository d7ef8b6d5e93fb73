// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.fake.TinyWriter;
import io.edgewise.gateway.schema.PublishedSchema;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway that has texts written, with the real library and a tiny model of random weights: what it writes
/// has no sense, and the form that it must have.
class GenerationIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @BeforeEach
    void linksGoDownWhenTheirBrokerDoes(ExpectedLogs logs) {
        logs.allow("waiting for broker");
    }

    private Gateway start(String steps) throws IOException {
        return start(steps, "text");
    }

    private Gateway start(String steps, String payload) throws IOException {
        Path bundle = TinyWriter.writeTo(folder);
        assertThat(bundle).isDirectory();
        String yaml = """
                gateway: { id: tiny }
                broker: { url: "%s" }
                http: { port: 0 }
                state: %s
                generators: { writer: { bundle: models/writer, context: 256, texts: 2 } }
                routes:
                  - name: notes
                    from: notes/+
                    payload: %s
                    steps: [ %s ]
                    to: orders/{1}
                    deadline: 60s
                """.formatted(TinySite.embedded(), folder.resolve("state"), payload, steps);
        Gateway gateway = Gateway.start(ConfigurationReader.parse(yaml, folder.resolve("edgewise.yaml")));
        gateway.awaitReady();
        await().atMost(LIMIT).until(() -> gateway.status().snapshot().sentence().equals("online"));
        return gateway;
    }

    private static RawMqttClient connect(Gateway gateway) {
        return connect(gateway, "terminal");
    }

    private static RawMqttClient connect(Gateway gateway, String clientId) {
        return RawMqttClient.connect(ConnectOptions.to(gateway.broker().port()).withClientId(clientId));
    }

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text);
    }

    @Test
    void aNoteBecomesJsonThatIsValidForTheSchema() throws IOException {
        Files.writeString(folder.resolve("order.json"), """
                {"type":"object","required":["what","level"],"properties":{
                  "what":{"type":"string","from-source":true},"level":{"enum":["low","high"]}}}""");
        try (Gateway gateway = start("{ generate: { generator: writer, schema: order.json, max-tokens: 100 } }");
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("orders/+");
            for (int i = 0; i < 5; i++) {
                terminal.publish("notes/7", "pump " + i + " \"north\" leaks");
                JsonNode value = json(terminal.received().next(LIMIT).text())
                        .path("generation")
                        .path("value");

                assertThat("pump " + i + " \"north\" leaks")
                        .contains(value.path("what").asString());
                assertThat(value.path("level").asString()).isIn("low", "high");
            }
        }
    }

    @Test
    void theLikeliestOfSomeTextsIsChosen() throws IOException {
        try (Gateway gateway = start("{ choose: { generator: writer, options: [now, later] } }");
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("orders/+");
            terminal.publish("notes/7", "pump leaks");

            assertThat(json(terminal.received().next(LIMIT).text())
                            .path("generation")
                            .path("text")
                            .asString())
                    .isIn("now", "later");
        }
    }

    @Test
    void anAnswerIsPublishedAsItComesAndThenAsAWhole() throws IOException {
        try (Gateway gateway = start("{ generate: { generator: writer, max-tokens: 60, stream: { every: 1ms } } }");
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("orders/#");
            terminal.publish("notes/7", "pump leaks");
            StringBuilder streamed = new StringBuilder();
            JsonNode part = json(terminal.received().next(LIMIT).text());
            for (;
                    !part.path("final").asBoolean(false);
                    part = json(terminal.received().next(LIMIT).text())) {
                streamed.append(part.path("text").asString());
            }
            streamed.append(part.path("text").asString());

            assertThat(json(terminal.received().next(LIMIT).text())
                            .path("generation")
                            .path("text")
                            .asString())
                    .isEqualTo(streamed.toString());
        }
    }

    @Test
    void aSenderCancelsAnAnswer() throws IOException {
        try (Gateway gateway =
                        start("{ generate: { generator: writer, max-tokens: 200, cancel: true } }", "json:/text");
                RawMqttClient terminal = connect(gateway);
                RawMqttClient letters = connect(gateway, "letters")) {
            letters.subscribe("edgewise/tiny/dead-letter/+");
            terminal.subscribe("orders/7");
            for (int i = 0; i < 15; i++) {
                terminal.publish("notes/7", "{\"id\":\"" + i + "\",\"text\":\"pump leaks\"}");
            }
            terminal.received().next(LIMIT);
            terminal.publish("orders/7/cancel", "{\"id\":\"14\"}");

            assertThat(letters.received().next(LIMIT))
                    .satisfies(
                            letter -> assertThat(letter.properties().toString()).contains("cancelled"))
                    .satisfies(letter -> assertThat(letter.text()).contains("\"14\""));
        }
    }

    private static JsonNode generation(RawMqttClient terminal) {
        return json(terminal.received().next(LIMIT).text()).path("generation");
    }

    @Test
    void aConversationIsRememberedUntilItIsToBeForgotten() throws IOException {
        try (Gateway gateway = start("{ generate: { generator: writer, max-tokens: 5, conversation: { turns: 2 } } }");
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("orders/7");
            terminal.publish("notes/7", "pump leaks");
            int alone = generation(terminal).path("prompt_tokens").asInt();
            terminal.publish("notes/7", "pump leaks");
            assertThat(generation(terminal).path("prompt_tokens").asInt()).isGreaterThan(alone);

            // It goes another way than the note, which may overtake it.
            await().atMost(LIMIT).untilAsserted(() -> {
                terminal.publish("orders/7/forget", "");
                terminal.publish("notes/7", "pump leaks");
                assertThat(generation(terminal).path("prompt_tokens").asInt()).isEqualTo(alone);
            });
        }
    }

    @Test
    void aNoteThatIsTooLongIsCutWhereThatMayBeAndTheResultSaysSo() throws IOException {
        try (Gateway gateway = start("{ generate: { generator: writer, max-tokens: 20, too-long: cut } }");
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("orders/7");
            terminal.publish("notes/7", "the pump leaks ".repeat(40));

            assertThat(generation(terminal).path("cut_at").asInt()).isBetween(50, 500);
        }
    }

    @Test
    void aNoteThatIsLongerThanTheContextIsADeadLetter() throws IOException {
        try (Gateway gateway = start("{ generate: { generator: writer } }");
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("edgewise/tiny/dead-letter/+");
            terminal.publish("notes/7", "x".repeat(400));

            assertThat(terminal.received().next(LIMIT).properties().toString())
                    .contains("too-large")
                    .contains("room for 256");
        }
    }

    @Test
    void theGeneratorIsSeenInReceiptStatusAndMetrics() throws IOException {
        try (Gateway gateway = start("{ generate: { generator: writer, max-tokens: 5 } }");
                RawMqttClient terminal = connect(gateway)) {
            terminal.subscribe("edgewise/tiny/plan/writer");
            JsonNode receipt = json(terminal.received().next(LIMIT).text());
            assertThat(receipt.path("generator").asString()).isEqualTo("writer");
            assertThat(receipt.path("service").path("state").asString()).isEqualTo("ready");
            assertThat(receipt.path("context").asInt()).isEqualTo(256);
            assertThat(PublishedSchema.strict("generator-receipt").errors(receipt.toString()))
                    .isEmpty();

            terminal.subscribe("orders/+");
            terminal.publish("notes/7", "pump leaks");
            int tokens = json(terminal.received().next(LIMIT).text())
                    .path("generation")
                    .path("tokens")
                    .asInt();

            JsonNode writer = json(new String(StatusJson.of(gateway.status().snapshot()), StandardCharsets.UTF_8))
                    .path("generators")
                    .path(0);
            assertThat(writer.path("state").asString()).isEqualTo("ready");
            assertThat(writer.path("texts").asInt()).isEqualTo(1);
            assertThat(writer.path("tokens").asInt()).isEqualTo(tokens);
            assertThat(gateway.scrape().lines())
                    .contains(
                            "edgewise_generator_tokens_total{generator=\"writer\"} " + (double) tokens,
                            "edgewise_generator_queue_seconds_count{generator=\"writer\"} 1",
                            "edgewise_generator_ready{generator=\"writer\"} 1.0");
        }
    }
}
