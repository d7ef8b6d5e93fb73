// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.wrap.Wrap;
import io.edgewise.inference.wrap.WrapOptions;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.model.SpamModel;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `examples/brought` with a model in it: from a file that others made to a result over MQTT.
class BroughtExampleIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @BeforeEach
    void linksGoDownWhenTheirBrokerDoes(ExpectedLogs logs) {
        logs.allow("waiting for broker");
    }

    @Test
    void commentsAreClassified() throws IOException {
        Wrap.wrap(
                TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv()))),
                WrapOptions.of(SpamModel.write(folder), folder.resolve("spam")));
        try (Gateway gateway = Gateway.start(ConfigurationReader.read(example()))) {
            gateway.awaitReady();
            await().atMost(LIMIT)
                    .until(() -> gateway.status().snapshot().sentence().equals("online"));
            try (RawMqttClient blog = RawMqttClient.connect(
                    ConnectOptions.to(gateway.broker().port()).withClientId("blog"))) {
                blog.subscribe("blog/+/spam");

                blog.publish("blog/garden/comment", "Buy money now!");
                assertThat(classification(blog).path("label").asString()).isEqualTo("spam");

                blog.publish("blog/garden/comment", "Is there a meeting?");
                assertThat(classification(blog).path("label").asString()).isEqualTo("ham");

                blog.publish("blog/garden/comment", "Hello");
                JsonNode unsure = classification(blog);
                assertThat(unsure.path("label").asString()).isEqualTo("none");
                assertThat(unsure.path("score").asDouble()).isEqualTo(0.5);

                // Longer than the model's row of 16 tokens: read window by window.
                blog.publish("blog/garden/comment", "about the pump ".repeat(20));
                assertThat(classification(blog).path("label").asString()).isEqualTo("ham");
            }
        }
    }

    private static JsonNode classification(RawMqttClient client) {
        JsonNode result =
                JsonMapper.shared().readTree(client.received().next(LIMIT).text());
        assertThat(result.path("route").asString()).isEqualTo("comments");
        return result.path("classification");
    }

    /// With a broker and ports of this test's own.
    private Path example() throws IOException {
        String yaml = Files.readString(ProjectRoot.path("examples/brought/edgewise.yaml"));
        String own =
                yaml.replace("mqtt://broker.site:1883", TinySite.embedded()).replace("port: 8080", "port: 0");
        assertThat(own).contains("embedded:", "port: 0");
        return Files.writeString(folder.resolve("edgewise.yaml"), own);
    }
}
