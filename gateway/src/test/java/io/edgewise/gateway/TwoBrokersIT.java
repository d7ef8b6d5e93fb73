// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.broker.EmbeddedBroker;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages come from one broker, and what is made of them goes to another, which is not always there.
class TwoBrokersIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private int plant;

    @BeforeEach
    void linksGoDown(ExpectedLogs logs) throws IOException {
        logs.allow("waiting for broker");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            plant = socket.getLocalPort();
        }
    }

    private Path configured(String spool) throws IOException {
        Path file = TinySite.write(folder, TinySite.embedded());
        String yaml = Files.readString(file);
        String inside = yaml.lines()
                .filter(line -> line.startsWith("broker:"))
                .findFirst()
                .orElseThrow();
        String url = inside.replaceFirst("broker: ", "");
        return Files.writeString(
                file,
                yaml.replace(
                                inside,
                                "brokers: { site: " + url + ", plant: { url: \"mqtt://127.0.0.1:" + plant + "\"" + spool
                                        + " } }")
                        .replace("to: moderation/{1}", "to: moderation/{1}\n    out: plant"));
    }

    private static RawMqttClient connect(int port) {
        return RawMqttClient.connect(ConnectOptions.to(port).withClientId("terminal"));
    }

    private static void awaitSubscribed(Gateway gateway) {
        await().atMost(LIMIT)
                .until(() -> gateway.status().snapshot().links().contains(new StatusBoard.Link("chat", true, "")));
    }

    private List<String> read(RawMqttClient client, int count) {
        return client.received().awaitCount(count, LIMIT).stream()
                .map(Publish::topic)
                .toList();
    }

    @Test
    void resultsGoOutThereAndAnswersToRequestsStayHere() throws IOException {
        try (EmbeddedBroker there = EmbeddedBroker.start(plant);
                Gateway gateway = Gateway.start(new ConfigurationFile(configured("")));
                RawMqttClient here = connect(gateway.broker().port());
                RawMqttClient away = connect(there.port())) {
            gateway.awaitReady();
            awaitSubscribed(gateway);
            here.subscribe("moderation/+");
            away.subscribe("moderation/+");

            here.publish("terminals/7/text", "the pump is hot");

            assertThat(away.received().await(publish -> publish.topic().equals("moderation/7"), LIMIT))
                    .isNotNull();
            assertThat(here.received().all()).isEmpty();
        }
    }

    @Test
    void aSpoolTakesWhatTheOtherBrokerCanNot() throws IOException {
        List<String> topics =
                IntStream.range(0, 50).mapToObj(i -> "moderation/" + i).toList();
        Path file = configured(", spool: { sync: 20ms }");
        try (Gateway gateway = Gateway.start(new ConfigurationFile(file));
                RawMqttClient here = connect(gateway.broker().port())) {
            gateway.awaitReady();
            awaitSubscribed(gateway);
            for (int i = 0; i < topics.size(); i++) {
                here.publish("terminals/" + i + "/text", "the pump is hot");
            }
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(metric(gateway, "edgewise_spool_records"))
                            .isEqualTo(topics.size()));
        }
        // The process is gone, and with it the broker here: what is out there comes from the disk.
        try (EmbeddedBroker there = EmbeddedBroker.start(plant);
                RawMqttClient away = connect(there.port())) {
            away.subscribe("moderation/+");
            try (Gateway gateway = Gateway.start(new ConfigurationFile(file))) {
                gateway.awaitReady();

                assertThat(read(away, topics.size())).containsExactlyElementsOf(topics);
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(metric(gateway, "edgewise_spool_records"))
                                .isZero());
            }
        }
    }

    private static double metric(Gateway gateway, String name) {
        return gateway.scrape()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
