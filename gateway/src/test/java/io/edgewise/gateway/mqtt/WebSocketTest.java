// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.devices.DeviceConnection.Received;
import io.edgewise.gateway.mqtt.WebSocketBridge.Framing;
import io.edgewise.gateway.mqtt.paho.LinkTimer;
import io.edgewise.gateway.mqtt.paho.PahoDeviceConnection;
import io.edgewise.gateway.mqtt.paho.PahoOutLink;
import io.edgewise.testkit.Journal;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.ScriptedServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// MQTT through WebSocket, in front of a Server that a test commands.
class WebSocketTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String LONG = "ü".repeat(100_000);

    @TempDir
    private static Path folder;

    private static Vertx vertx;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void closeVertx() throws Exception {
        vertx.close().await();
    }

    private static BrokerOptions at(int port, String path) {
        URI uri = URI.create("ws://127.0.0.1:" + port + path);
        return new BrokerOptions(
                "127.0.0.1",
                port,
                false,
                Optional.of(path),
                new WebSocketSockets(uri, Optional.empty()),
                Optional.empty(),
                Optional.empty());
    }

    private static BrokerOptions at(WebSocketBridge bridge) {
        return at(bridge.port(), "/mqtt");
    }

    /// Paho's own WebSocket ends at a ping and at a fragment.
    @ParameterizedTest
    @EnumSource(
            value = Framing.class,
            names = {"WHOLE", "PINGING", "FRAGMENTED", "SCATTERED"})
    void whateverTheFramesTheBytesAreTheSame(Framing framing) throws Exception {
        Journal<Received> received = new Journal<>("messages");
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                WebSocketBridge bridge = WebSocketBridge.start(vertx, server.port(), framing);
                PahoDeviceConnection connection = PahoDeviceConnection.open(at(bridge), "device")) {
            connection.subscribe("in/#", received::add);
            for (String text : List.of("short", "", LONG)) {
                connection.publish("out", text.getBytes(StandardCharsets.UTF_8), "id");
                server.deliver(Publish.of("in/a", framing == Framing.SCATTERED ? "short" : text));
            }

            assertThat(server.received(Publish.class)).extracting(Publish::text).containsExactly("short", "", LONG);
            assertThat(received.awaitCount(3, SOON).getLast().payload())
                    .hasSize(framing == Framing.SCATTERED ? 5 : 200_000);
        }
    }

    @Test
    void aBrokenConnectionIsReplaced() throws Exception {
        Journal<String> states = new Journal<>("states");
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                WebSocketBridge bridge = WebSocketBridge.start(vertx, server.port(), Framing.WHOLE);
                LinkTimer timer = new LinkTimer();
                PahoOutLink link = new PahoOutLink(at(bridge), "gw-out", Optional.empty(), timer)) {
            link.start(new PahoOutLink.Listener() {
                @Override
                public void connected() {
                    states.add("connected");
                }

                @Override
                public void disconnected(String reason) {
                    states.add(reason);
                }
            });
            states.awaitCount(1, SOON);
            server.connections().all().getFirst().cut();

            assertThat(states.awaitCount(3, SOON)).element(1).asString().startsWith("the connection was lost");
            assertThat(states.all().getLast()).isEqualTo("connected");
        }
    }

    @Test
    void speaksTlsWithAServerOfThatAuthorityOnly() throws Exception {
        TlsFiles broker = TlsFiles.make(folder, "broker", "ip:127.0.0.1");
        TlsFiles stranger = TlsFiles.make(folder, "stranger", "ip:127.0.0.1");
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                WebSocketBridge bridge =
                        WebSocketBridge.start(vertx, server.port(), Framing.WHOLE, WebSocketBridge.tls(broker))) {
            PahoDeviceConnection.open(trusting(broker, bridge.port(), "127.0.0.1"), "device")
                    .close();

            assertThatThrownBy(
                            () -> PahoDeviceConnection.open(trusting(stranger, bridge.port(), "127.0.0.1"), "device"))
                    .hasMessageContaining("no connection to wss://127.0.0.1:" + bridge.port() + "/mqtt: TLS failed: ");
            assertThatThrownBy(() -> PahoDeviceConnection.open(trusting(broker, bridge.port(), "localhost"), "device"))
                    .hasMessageContaining("TLS failed: ")
                    .hasMessageContaining("localhost");
        }
    }

    private static BrokerOptions trusting(TlsFiles authority, int port, String host) {
        TlsSockets tls = TlsSockets.of(vertx, Optional.of(authority.certificate()), Optional.empty(), Optional.empty());
        URI uri = URI.create("wss://" + host + ":" + port + "/mqtt");
        return new BrokerOptions(
                host,
                port,
                true,
                Optional.of("/mqtt"),
                new WebSocketSockets(uri, Optional.of(tls)),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void saysThatThePathIsAnother() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                WebSocketBridge bridge = WebSocketBridge.start(vertx, server.port(), Framing.WHOLE)) {
            assertThatThrownBy(() -> PahoDeviceConnection.open(at(bridge.port(), "/mqqt"), "device"))
                    .hasMessageEndingWith("does not take WebSocket at ws://127.0.0.1:" + bridge.port()
                            + "/mqqt, but answers HTTP 404: check the path in broker.url");
        }
    }

    @Test
    void saysThatNoMqttIsSpokenThere() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                WebSocketBridge bridge =
                        WebSocketBridge.start(vertx, server.port(), Framing.WHOLE, new HttpServerOptions())) {
            assertThatThrownBy(() -> PahoDeviceConnection.open(at(bridge), "device"))
                    .hasMessageContaining("no MQTT is spoken at ws://127.0.0.1:" + bridge.port() + "/mqtt");
        }
    }

    @Test
    void saysThatTextCameThrough() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                WebSocketBridge bridge = WebSocketBridge.start(vertx, server.port(), Framing.TEXT)) {
            assertThatThrownBy(() -> PahoDeviceConnection.open(at(bridge), "device"))
                    .hasMessageContaining("the broker sent text through the WebSocket");
        }
    }

    @Test
    void saysThatNothingListens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> PahoDeviceConnection.open(at(free, "/mqtt"), "device"))
                .hasMessageContaining("nothing listens there (Connection refused)");
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> PahoDeviceConnection.open(at(silent.getLocalPort(), "/mqtt"), "device"))
                    .hasMessageContaining("the broker does not answer (WebSocket could not be opened in time)");
        }
    }
}
