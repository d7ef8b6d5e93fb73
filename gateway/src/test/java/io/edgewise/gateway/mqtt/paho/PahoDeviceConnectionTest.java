// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import static io.edgewise.gateway.mqtt.paho.Watch.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.devices.DeviceConnection;
import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.NoDelaySockets;
import io.edgewise.gateway.mqtt.Secret;
import io.edgewise.testkit.Journal;
import io.edgewise.testkit.mqtt.Bytes;
import io.edgewise.testkit.mqtt.Packet.Connect;
import io.edgewise.testkit.mqtt.Packet.Disconnect;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.ScriptedServer;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PahoDeviceConnectionTest {
    private static PahoDeviceConnection open(ScriptedServer server) {
        return PahoDeviceConnection.open(Links.broker(server.port()), "device");
    }

    @Test
    void introducesItselfWithUserNameAndPassword() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite())) {
            BrokerOptions options = new BrokerOptions(
                    "127.0.0.1",
                    server.port(),
                    false,
                    new NoDelaySockets(),
                    Optional.of("gw"),
                    Optional.of(() -> new Secret("grün")));
            PahoDeviceConnection.open(options, "device").close();

            Connect connect = server.received(Connect.class).getFirst();
            assertThat(connect.userName()).contains("gw");
            assertThat(connect.password()).contains(Bytes.utf8("grün"));
            assertThat(connect.cleanStart()).isTrue();
            assertThat(server.received(Disconnect.class)).containsExactly(Disconnect.NORMAL);
        }
    }

    @Test
    void publishesWithTheCorrelationAndWaitsForThePuback() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoDeviceConnection connection = open(server)) {
            connection.publish("texts", "hello".getBytes(UTF_8), "id-7");

            Publish sent = server.received(Publish.class).getFirst();
            assertThat(sent.text()).isEqualTo("hello");
            assertThat(sent.qos()).isEqualTo(1);
            assertThat(sent.properties().binary(Property.CORRELATION_DATA)).contains(Bytes.utf8("id-7"));
        }
    }

    @Test
    void saysThatAPublishWasRefused() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().pubacksWith("texts", 0x87));
                PahoDeviceConnection connection = open(server)) {
            assertThatThrownBy(() -> connection.publish("texts", new byte[0], "id"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("publishing to texts was refused: not authorized");
        }
    }

    @Test
    void saysThatASubscriptionWasRefused() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().subacksWith(0x87));
                PahoDeviceConnection connection = open(server)) {
            assertThatThrownBy(() -> connection.subscribe("results/#", _ -> {}))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("subscribing to results/# was refused: not authorized");
        }
    }

    @Test
    void handsOverWhatItsFilterMatches() {
        Journal<DeviceConnection.Received> received = new Journal<>("results");
        Journal<DeviceConnection.Received> others = new Journal<>("other results");
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                PahoDeviceConnection connection = open(server)) {
            connection.subscribe("other/#", others::add);
            connection.subscribe("results/#", received::add);
            server.deliver(Publish.of("results/a", "yes")
                    .with(Property.CORRELATION_DATA, Bytes.utf8("id-7"))
                    .withUser("verdict", "accept"));

            DeviceConnection.Received result = received.next(SOON);
            assertThat(result.topic()).isEqualTo("results/a");
            assertThat(result.payload()).isEqualTo("yes".getBytes(UTF_8));
            assertThat(result.correlation()).isEqualTo("id-7");
            assertThat(result.properties()).isEqualTo(Map.of("verdict", "accept"));
            assertThat(others.all()).isEmpty();
        }
    }

    @Test
    void saysWhyThereIsNoConnection() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().refusesWith(0x86))) {
            assertThatThrownBy(() -> open(server))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("no connection to mqtt://127.0.0.1:" + server.port())
                    .hasMessageContaining("wrong user name or password");
        }
    }

    /// `doctor` must not find right what the gateway refuses.
    @Test
    void refusesAServerThatTheGatewayRefuses() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().connackWith(Property.MAXIMUM_QOS, 0))) {
            assertThatThrownBy(() -> open(server))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("takes QoS 0 only");
        }
    }
}
