// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.HttpConfiguration;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Life and death of a gateway in this process; that nothing is left behind is judged by the thread protector.
class GatewayIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @BeforeEach
    void linksGoDownWhenTheirBrokerDoes(ExpectedLogs logs) {
        logs.allow("waiting for broker");
    }

    @Test
    void answersThroughTheBrokerInside() {
        try (Gateway gateway = Gateway.start(TinySite.configuration(folder, TinySite.embedded()))) {
            assertThat(gateway.awaitReady())
                    .singleElement()
                    .satisfies(model ->
                            assertThat(model.receipt().orElseThrow().bundle()).isEqualTo("moderation@1.2.3"));
            await().atMost(LIMIT)
                    .until(() -> gateway.status().snapshot().sentence().equals("online"));
            try (RawMqttClient terminal = connect(gateway)) {
                terminal.subscribe("moderation/+");

                terminal.publish("terminals/7/text", "the pump is hot");

                assertThat(terminal.received().next(LIMIT).text())
                        .contains("\"route\":\"chat\"", "\"source\":\"terminals/7/text\"", "\"verdict\":");
            }
        }
    }

    @Test
    void theReceiptIsRetainedForWhoeverAsksLater() {
        try (Gateway gateway = Gateway.start(TinySite.configuration(folder, TinySite.embedded()))) {
            gateway.awaitReady();
            await().atMost(LIMIT)
                    .until(() -> gateway.status().snapshot().sentence().equals("online"));
            try (RawMqttClient terminal = connect(gateway)) {
                terminal.subscribe("edgewise/tiny/plan/+");

                assertThat(terminal.received().next(LIMIT))
                        .satisfies(receipt -> assertThat(receipt.topic()).isEqualTo("edgewise/tiny/plan/moderation"))
                        .satisfies(receipt -> assertThat(receipt.text())
                                .contains("\"model\":\"moderation\"", "\"chosen\":\"xnnpack\"")
                                .contains("\"operator\":\"GATHER\",\"nodes\":2"));
            }
        }
    }

    @Test
    void aBrokerThatIsNotThereIsAStateAndNoFailure() {
        String nobody = TinySite.nobody();
        try (Gateway gateway = Gateway.start(TinySite.configuration(folder, nobody))) {
            gateway.awaitReady();

            await().atMost(LIMIT)
                    .until(() -> gateway.status().snapshot().sentence().contains("nothing listens there"));
            assertThat(gateway.status().snapshot().isReady()).isTrue();
            assertThat(gateway.httpPort()).isPositive();
        }
    }

    @Test
    void stoppingItTwiceIsNoTrouble() {
        Gateway gateway = Gateway.start(TinySite.configuration(folder, TinySite.embedded()));
        gateway.awaitReady();

        gateway.close();
        gateway.close();

        assertThat(gateway.status().snapshot().state()).isEqualTo(new Lifecycle.Stopped());
    }

    @Test
    void stoppingItOnSeveralThreadsAtOnceIsNoTrouble() throws InterruptedException {
        Gateway gateway = Gateway.start(TinySite.configuration(folder, TinySite.nobody()));
        gateway.awaitReady();

        List<Thread> stopping = Stream.generate(() -> Thread.ofPlatform().start(gateway::close))
                .limit(4)
                .toList();

        for (Thread thread : stopping) {
            assertThat(thread.join(LIMIT)).isTrue();
        }
        assertThat(gateway.status().snapshot().state()).isEqualTo(new Lifecycle.Stopped());
    }

    @Test
    void itCanBeStoppedWhileItStarts() {
        Gateway gateway = Gateway.start(TinySite.configuration(folder, TinySite.nobody()));

        gateway.close();

        assertThat(gateway.status().snapshot().state()).isEqualTo(new Lifecycle.Stopped());
        assertThat(gateway.status().snapshot().isReady()).isFalse();
    }

    @Test
    void aCorruptBundleIsToldWhenItIsWaitedFor() {
        GatewayConfiguration configuration = TinySite.configuration(folder, TinySite.nobody());
        TinyBundles.moderation().flawed(Flaw.CHANGED_BYTE).writeTo(folder.resolve("models/moderation"));

        try (Gateway gateway = Gateway.start(configuration)) {
            assertThatThrownBy(gateway::awaitReady)
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("model.tflite has SHA-256");
            assertThat(gateway.status().snapshot().isReady()).isFalse();
        }
    }

    @Test
    void aPortOfHttpThatIsTakenEndsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            GatewayConfiguration right = TinySite.configuration(folder, TinySite.embedded());
            GatewayConfiguration wrong = new GatewayConfiguration(
                    right.id(),
                    right.brokers(),
                    new HttpConfiguration("127.0.0.1", taken.getLocalPort()),
                    right.inference(),
                    right.delegates(),
                    right.models(),
                    right.generators(),
                    right.routes(),
                    right.state(),
                    right.lifecycle(),
                    right.board());

            assertThatThrownBy(() -> Gateway.start(wrong))
                    .isInstanceOf(StartupException.class)
                    .hasMessageStartingWith("HTTP can't listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("http.port sets another port");
        }
    }

    @Test
    void aPortOfTheBrokerInsideThatIsTakenEndsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            GatewayConfiguration configuration = TinySite.configuration(folder, "embedded:" + taken.getLocalPort());

            assertThatThrownBy(() -> Gateway.start(configuration))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " for the embedded broker is taken");
        }
    }

    private static RawMqttClient connect(Gateway gateway) {
        return RawMqttClient.connect(ConnectOptions.to(gateway.broker().port()).withClientId("terminal"));
    }
}
