// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway that runs one of the examples, with a broker and ports of a test's own, and a client of that broker.
final class ExampleSite implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Gateway gateway;
    private final RawMqttClient client;

    private ExampleSite(Gateway gateway, RawMqttClient client) {
        this.gateway = gateway;
        this.client = client;
    }

    /// Starts it, and waits until it is online. Files that the example names must be in the folder already;
    /// models are those that ship.
    ///
    /// @param example its file below `examples`
    static ExampleSite start(Path folder, String example) throws IOException {
        Gateway gateway = Gateway.start(ConfigurationReader.read(write(folder, example)));
        try {
            gateway.awaitReady();
            await().atMost(LIMIT)
                    .until(() -> gateway.status().snapshot().sentence().equals("online"));
            return new ExampleSite(
                    gateway,
                    RawMqttClient.connect(
                            ConnectOptions.to(gateway.broker().port()).withClientId("site")));
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private static Path write(Path folder, String example) throws IOException {
        String own = Files.readString(ProjectRoot.path("examples").resolve(example))
                .replaceAll("url: [^ }\\n]+", "url: embedded")
                .replaceAll("(?m)^ *(username|password-file): .*$", "")
                .replaceAll("(?m)^http: .*$", "")
                .replaceAll(
                        "(\\.\\./)+models",
                        Matcher.quoteReplacement(ProjectRoot.path("models").toString()));
        assertThat(own).contains("url: embedded");
        return Files.writeString(folder.resolve("edgewise.yaml"), own + "\nhttp: { port: 0 }\n");
    }

    /// A client of a broker that is not the example's first one.
    RawMqttClient clientOf(String broker) {
        return RawMqttClient.connect(
                ConnectOptions.to(gateway.broker(broker).port()).withClientId("site"));
    }

    RawMqttClient client() {
        return client;
    }

    /// The next result that the client gets.
    JsonNode next() {
        return JsonMapper.shared().readTree(client.received().next(LIMIT).text());
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }
}
