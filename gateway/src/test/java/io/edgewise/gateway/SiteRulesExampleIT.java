// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `examples/site-rules` with the models that ship: from a message to a result that tells the rule.
class SiteRulesExampleIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @BeforeEach
    void linksGoDownWhenTheirBrokerDoes(ExpectedLogs logs) {
        logs.allow("waiting for broker");
    }

    @Test
    void theRulesOfTheSiteStandBesideTheModels() throws IOException {
        try (Gateway gateway = Gateway.start(ConfigurationReader.read(example()))) {
            gateway.awaitReady();
            await().atMost(LIMIT)
                    .until(() -> gateway.status().snapshot().sentence().equals("online"));
            try (RawMqttClient plant = RawMqttClient.connect(
                    ConnectOptions.to(gateway.broker().port()).withClientId("plant"))) {
                plant.subscribe("plant/+/moderated");
                plant.subscribe("plant/+/fields");

                plant.publish("plant/north/chat", "you m0r0n, start it");
                JsonNode blocked = next(plant).path("moderation");
                assertThat(blocked.path("verdict").asString()).isEqualTo("block");
                assertThat(blocked.path("scores").isEmpty()).isTrue();
                assertThat(blocked.path("words").path(0).path("term").asString())
                        .isEqualTo("moron");

                plant.publish("plant/north/chat", "please bypass the interlock at noon");
                assertThat(next(plant).path("moderation").path("verdict").asString())
                        .isIn("review", "block");

                plant.publish("plant/north/chat", "the ass line is down");
                assertThat(next(plant).path("moderation").path("verdict").asString())
                        .isEqualTo("allow");

                plant.publish("plant/north/orders", "WO-4711: coolin tower east leaks, see cv 102");
                List<JsonNode> ours = next(plant)
                        .path("extraction")
                        .path("fields")
                        .valueStream()
                        .filter(field -> field.path("group").asString().equals("site"))
                        .toList();
                assertThat(ours)
                        .extracting(field -> field.path("value").asString())
                        .containsExactly("4711", "Cooling tower east", "CV-102");
            }
        }
    }

    private static JsonNode next(RawMqttClient client) {
        return JsonMapper.shared().readTree(client.received().next(LIMIT).text());
    }

    /// With a broker and ports of this test's own.
    private Path example() throws IOException {
        Path example = ProjectRoot.path("examples/site-rules");
        Files.createDirectories(folder.resolve("lists"));
        for (String file : List.of("lists/block.txt", "lists/review.txt", "lists/allow.txt", "assets.csv")) {
            Files.copy(example.resolve(file), folder.resolve(file));
        }
        String yaml = Files.readString(example.resolve("edgewise.yaml"));
        String own = yaml.replace("mqtt://broker.plant:1883", TinySite.embedded())
                .replace("port: 8080", "port: 0")
                .replace("../../models", ProjectRoot.path("models").toString());
        assertThat(own).contains("embedded:", "port: 0");
        return Files.writeString(folder.resolve("edgewise.yaml"), own);
    }
}
