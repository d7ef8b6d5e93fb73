// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Mosquitto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker is away, refuses, comes back: states that are told, and not failures.
final class BrokerStatesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern HEALTH = Pattern.compile("http://\\S+/health/ready");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anUnreachableBrokerAtStartIsAState() throws IOException, InterruptedException {
        int nobody = freePort();
        try (Child gateway = GatewayProcess.run(GatewayProcess.configuration(folder, nobody, ""))) {
            gateway.awaitLine("waiting for broker mqtt://127.0.0.1:" + nobody + ": nothing listens there", LIMIT);

            HttpResponse<String> ready = get(gateway);

            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).contains("\"ready\":true", "waiting for broker", "nothing listens there");
        }
    }

    @Test
    void worksAsSoonAsTheBrokerIsThere() {
        Mosquitto.require();
        try (Mosquitto broker = Mosquitto.config().persistence().start()) {
            broker.stop();
            try (Child gateway = GatewayProcess.run(GatewayProcess.configuration(folder, broker.port(), ""))) {
                gateway.awaitLine("waiting for broker", LIMIT);

                broker.restart();

                gateway.awaitLine("connected to .*link=\"lobby-chat\"", LIMIT);
                isAnswered(broker);
            }
        }
    }

    @Test
    void wrongCredentialsAreToldInASentence() throws IOException, InterruptedException {
        GatewayProcess.write(folder.resolve("secret"), "not-the-password\n");
        try (Mosquitto broker = Mosquitto.config().user("gw", "the-password").start();
                Child gateway = GatewayProcess.run(
                        GatewayProcess.configuration(folder, broker.port(), ", username: gw, password-file: secret"))) {
            gateway.awaitLine("check the user's rights|wrong user name or password", LIMIT);

            assertThat(get(gateway).body()).contains("\"up\":false");
            assertThat(gateway.lines().all()).noneMatch(line -> line.text().contains("not-the-password"));
        }
    }

    @Test
    void rightCredentialsConnect() {
        GatewayProcess.write(folder.resolve("secret"), "the-password\n");
        try (Mosquitto broker = Mosquitto.config().user("gw", "the-password").start();
                Child gateway = GatewayProcess.run(
                        GatewayProcess.configuration(folder, broker.port(), ", username: gw, password-file: secret"))) {
            gateway.awaitLine("connected to .*link=\"out\"", LIMIT);
            gateway.awaitLine("connected to .*link=\"lobby-chat\"", LIMIT);
        }
    }

    @Test
    void theStatusIsRetainedAndTheWillTakesItsPlace() {
        try (Mosquitto broker = Mosquitto.start();
                RawMqttClient console = RawMqttClient.connect(broker.options().withClientId("console"))) {
            console.subscribe("edgewise/lobby-pi/status");
            try (Child gateway = GatewayProcess.run(GatewayProcess.configuration(folder, broker.port(), ""))) {
                console.received().await(p -> p.text().contains("\"state\":\"online\""), LIMIT);

                gateway.kill();

                console.received().await(p -> p.text().contains("\"state\":\"offline\""), LIMIT);
            }
        }
    }

    @Test
    void aResponseTopicTakesThePlaceOfTheRoutesOwn() {
        try (Mosquitto broker = Mosquitto.start();
                RawMqttClient terminal = RawMqttClient.connect(broker.options().withClientId("terminal"));
                Child gateway = GatewayProcess.run(GatewayProcess.configuration(folder, broker.port(), ""))) {
            gateway.awaitLine("connected to .*link=\"lobby-chat\"", LIMIT);
            terminal.subscribe("replies/7");

            terminal.publish(Requests.request("terminals/7/text", "hello there", "replies/7", "question-1"));

            Publish answer = terminal.received().next(LIMIT);
            assertThat(answer.text()).contains("\"id\":\"question-1\"", "\"verdict\":\"allow\"");
            assertThat(Requests.correlation(answer)).isEqualTo("question-1");
            assertThat(answer.properties().user("edgewise-key")).isPresent();
            assertThat(answer.properties().user("edgewise-model").orElse("")).matches("moderation@[0-9.]+");
        }
    }

    private static void isAnswered(Mosquitto broker) {
        try (RawMqttClient terminal = RawMqttClient.connect(broker.options().withClientId("terminal"))) {
            terminal.subscribe("moderation/#");
            terminal.publish("terminals/1/text", "hello");
            assertThat(terminal.received().next(LIMIT).text()).contains("\"verdict\":\"allow\"");
        }
    }

    private static HttpResponse<String> get(Child gateway) throws IOException, InterruptedException {
        Matcher url = HEALTH.matcher(gateway.awaitLine("ready after", LIMIT).text());
        assertThat(url.find()).isTrue();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url.group())).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
