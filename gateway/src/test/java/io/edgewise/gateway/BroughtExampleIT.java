// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.wrap.Wrap;
import io.edgewise.inference.wrap.WrapOptions;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.model.SpamModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `examples/brought` with a model in it: from a file that others made to a result over MQTT.
class BroughtExampleIT {
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
        try (ExampleSite site = ExampleSite.start(folder, "brought/edgewise.yaml")) {
            site.client().subscribe("blog/+/spam");

            site.client().publish("blog/garden/comment", "Buy money now!");
            assertThat(classification(site).path("label").asString()).isEqualTo("spam");

            site.client().publish("blog/garden/comment", "Is there a meeting?");
            assertThat(classification(site).path("label").asString()).isEqualTo("ham");

            site.client().publish("blog/garden/comment", "Hello");
            JsonNode unsure = classification(site);
            assertThat(unsure.path("label").asString()).isEqualTo("none");
            assertThat(unsure.path("score").asDouble()).isEqualTo(0.5);

            // Longer than the model's row of 16 tokens: read window by window.
            site.client().publish("blog/garden/comment", "about the pump ".repeat(20));
            assertThat(classification(site).path("label").asString()).isEqualTo("ham");
        }
    }

    private static JsonNode classification(ExampleSite site) {
        JsonNode result = site.next();
        assertThat(result.path("route").asString()).isEqualTo("comments");
        return result.path("classification");
    }
}
