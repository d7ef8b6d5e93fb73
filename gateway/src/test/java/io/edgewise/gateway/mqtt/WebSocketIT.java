// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.devices.DeviceConnection.Received;
import io.edgewise.gateway.broker.EmbeddedBroker;
import io.edgewise.gateway.mqtt.paho.PahoDeviceConnection;
import io.edgewise.testkit.Journal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// MQTT through WebSocket to a broker that takes it: Artemis, on the port of plain MQTT.
class WebSocketIT {
    private static final int MESSAGES = 500;

    @Test
    void everyMessageComesBackInOrder() {
        Journal<Received> received = new Journal<>("messages");
        try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
            URI uri = URI.create("ws://127.0.0.1:" + broker.port() + "/mqtt");
            BrokerOptions options = new BrokerOptions(
                    "127.0.0.1",
                    broker.port(),
                    false,
                    Optional.of("/mqtt"),
                    new WebSocketSockets(uri, Optional.empty()),
                    Optional.empty(),
                    Optional.empty());
            try (PahoDeviceConnection connection = PahoDeviceConnection.open(options, "device")) {
                connection.subscribe("texts/#", received::add);
                for (int i = 0; i < MESSAGES; i++) {
                    connection.publish("texts/a", Integer.toString(i).getBytes(StandardCharsets.UTF_8), "id");
                }

                assertThat(received.awaitCount(MESSAGES, Duration.ofSeconds(30)))
                        .extracting(each -> new String(each.payload(), StandardCharsets.UTF_8))
                        .containsExactlyElementsOf(IntStream.range(0, MESSAGES)
                                .mapToObj(Integer::toString)
                                .toList());
            }
        }
    }
}
