// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The examples do what they say, with the models that ship and a broker inside in place of theirs.
/// (`accelerators.yaml` needs libraries of vendors; `brought`, `reports` and `site-rules` have tests of their
/// own.)
class ExamplesIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @BeforeEach
    void linksGoDownWhenTheirBrokerDoes(ExpectedLogs logs) {
        logs.allow("waiting for broker");
    }

    /// @param to where something is to come
    /// @param has what stands in it
    record Sent(String example, String topic, String payload, String to, List<String> has) {
        @Override
        public String toString() {
            return example + ": " + topic + " → " + to;
        }
    }

    private static Sent sent(String example, String topic, String payload, String to, String... has) {
        return new Sent(example, topic, payload, to, List.of(has));
    }

    static List<Sent> whatDevicesSend() {
        String order = "replace the seal on pump CV-102, call 040 555 0134";
        return List.of(
                sent("edgewise.yaml", "terminals/7/text", "good morning", "chat/7/clean", "good morning"),
                sent("edgewise.yaml", "terminals/7/text", "you are an idiot", "moderation/7", "\"insult\""),
                sent("edgewise.yaml", "plant/north/orders", order, "plant/north/fields", "CV-102", "seal"),
                sent("first-try.yaml", "texts/1", order, "edgewise/first-try/results/everything", "\"moderation\":"),
                sent(
                        "lobby-chat.yaml",
                        "terminals/7/text",
                        "{\"id\":\"m-1\",\"message\":\"good morning\"}",
                        "moderation/7",
                        "\"id\":\"m-1\"",
                        "allow"),
                sent(
                        "lobby-chat.yaml",
                        "terminals/7/text",
                        "{\"message\":\"you are an idiot\"}",
                        "moderation/7",
                        "\"block\""),
                sent(
                        "plant-orders.yaml",
                        "plant/north/orders",
                        "{\"text\":\"" + order + "\"}",
                        "plant/north/fields",
                        "+49405550134"),
                sent(
                        "plant-orders.yaml",
                        "machines/press/4",
                        "{\"message\":\"bearing hot on P-17\"}",
                        "alarms/press/4",
                        "P-17"),
                sent("cascade.yaml", "machines/4/alarm", "bearing hot on P-17", "alarms/4", "P-17"),
                sent(
                        "cascade.yaml",
                        "terminals/7/text",
                        "{\"message\":\"we need two boxes of labels\"}",
                        "chat/7/read",
                        "\"label\":\"order\""),
                sent(
                        "voice-home.yaml",
                        "home/kitchen/heard",
                        "turn off the lights",
                        "home/kitchen/intent",
                        "iot_hue_lightoff"),
                sent("secure-broker.yaml", "plant/north/orders", order, "plant/north/fields", "CV-102"),
                sent("websocket.yaml", "kiosk/2/text", "what a lovely place", "guestbook/2", "lovely"));
    }

    @ParameterizedTest
    @MethodSource("whatDevicesSend")
    void doesWhatItSays(Sent sent) throws IOException {
        try (ExampleSite site = ExampleSite.start(folder, sent.example())) {
            site.client().subscribe(sent.to());

            site.client().publish(sent.topic(), sent.payload());

            assertThat(site.client().received().next(LIMIT).text()).contains(sent.has());
        }
    }

    @Test
    void inTheCascadeWhatIsBlockedIsReadNoFurtherAndATerminalHasAQuota() throws IOException {
        try (ExampleSite site = ExampleSite.start(folder, "cascade.yaml")) {
            site.client().subscribe("chat/+/read");
            site.client().subscribe("edgewise/hall-2/dead-letter/chat");

            for (int i = 0; i <= 20; i++) {
                site.client().publish("terminals/7/text", "{\"message\":\"you are an idiot\"}");
            }

            List<Publish> answers = site.client().received().awaitCount(21, LIMIT);
            assertThat(answers)
                    .filteredOn(answer -> answer.topic().equals("chat/7/read"))
                    .hasSize(20)
                    .allSatisfy(answer -> assertThat(answer.text())
                            .contains("\"block\"")
                            .doesNotContain("\"extraction\"", "\"classification\""));
            assertThat(answers)
                    .filteredOn(answer -> answer.topic().startsWith("edgewise/"))
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(letter.properties().user("reason")).contains("quota"));
        }
    }

    @Test
    void ordersOfTheBoardAreReadAtThePlant() throws IOException {
        try (ExampleSite site = ExampleSite.start(folder, "two-brokers.yaml");
                RawMqttClient plant = site.clientOf("plant")) {
            plant.subscribe("shed-4/orders/+");

            site.client().publish("orders/3/text", "replace the seal on pump CV-102");

            assertThat(plant.received().next(LIMIT))
                    .satisfies(result -> assertThat(result.topic()).isEqualTo("shed-4/orders/3"))
                    .satisfies(result -> assertThat(result.text()).contains("CV-102"));
        }
    }
}
