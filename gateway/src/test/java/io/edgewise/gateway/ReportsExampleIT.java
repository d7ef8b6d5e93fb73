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
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `examples/reports.yaml` with the model that ships: classes that nobody trained.
class ReportsExampleIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// None of them is an example.
    private static final Map<String, String> REPORTS = new LinkedHashMap<>();

    static {
        REPORTS.put("there is coolant on the floor near line 2", "spill");
        REPORTS.put("the gearbox makes a strange noise", "noise");
        REPORTS.put("what time is lunch", "none");
        REPORTS.put("my badge does not open the back door", "access");
        REPORTS.put("i love this song", "none");
        REPORTS.put("oil is leaking under the machine", "spill");
    }

    @TempDir
    Path folder;

    @BeforeEach
    void linksGoDownWhenTheirBrokerDoes(ExpectedLogs logs) {
        logs.allow("waiting for broker");
    }

    @Test
    void reportsGetTheClassTheyAreLikeAndStrangersGetNone() throws IOException {
        try (Gateway gateway = Gateway.start(ConfigurationReader.read(example()))) {
            gateway.awaitReady();
            await().atMost(LIMIT)
                    .until(() -> gateway.status().snapshot().sentence().equals("online"));
            try (RawMqttClient plant = RawMqttClient.connect(
                    ConnectOptions.to(gateway.broker().port()).withClientId("plant"))) {
                plant.subscribe("plant/+/sorted");

                REPORTS.keySet().forEach(report -> plant.publish("plant/north/reports", report));

                // In their order, also while examples are read.
                REPORTS.forEach((report, label) -> {
                    JsonNode said = next(plant).path("classification");
                    assertThat(said.path("label").asString())
                            .as(report + " " + said)
                            .isEqualTo(label);
                    assertThat(said.path("score").asDouble() >= 0.6).as(report).isEqualTo(!label.equals("none"));
                    assertThat(said.path("scores").propertyNames()).containsExactly("spill", "noise", "access");
                });
            }
        }
    }

    private static JsonNode next(RawMqttClient client) {
        return JsonMapper.shared().readTree(client.received().next(LIMIT).text());
    }

    /// With a broker and ports of this test's own.
    private Path example() throws IOException {
        String yaml = Files.readString(ProjectRoot.path("examples/reports.yaml"));
        String own = yaml.replace("mqtt://broker.plant:1883", TinySite.embedded())
                .replace("port: 8080", "port: 0")
                .replace("../models", ProjectRoot.path("models").toString());
        assertThat(own).contains("embedded:", "port: 0");
        return Files.writeString(folder.resolve("edgewise.yaml"), own);
    }
}
