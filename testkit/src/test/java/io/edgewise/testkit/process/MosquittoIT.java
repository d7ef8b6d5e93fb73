// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.mqtt.ConnectionFailedException;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Property;
import io.edgewise.testkit.mqtt.RawMqttClient;
import io.edgewise.testkit.mqtt.ReasonCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The child process, not the protocol: that is `RawMqttClientIT`.
class MosquittoIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    @BeforeAll
    static void needsMosquitto() {
        Mosquitto.require();
    }

    @Test
    void answersWhenStartedAndIsGoneWhenClosed() {
        ProcessHandle handle;
        try (Mosquitto broker = Mosquitto.start();
                RawMqttClient client = RawMqttClient.connect(broker.options())) {
            handle = ProcessHandle.of(broker.pid()).orElseThrow();

            client.ping();

            assertThat(broker.isAlive()).isTrue();
            assertThat(broker.log()).anyMatch(line -> line.contains("PINGREQ"));
        }
        assertThat(handle.isAlive()).isFalse();
    }

    @Test
    void usesAnotherPortForEachBroker() {
        try (Mosquitto one = Mosquitto.start();
                Mosquitto other = Mosquitto.start()) {
            assertThat(one.port()).isNotEqualTo(other.port());
        }
    }

    @Test
    void announcesItsLimits() {
        try (Mosquitto broker = Mosquitto.config()
                        .maxInflightMessages(7)
                        .maxPacketSize(5000)
                        .line("max_topic_alias 0")
                        .start();
                RawMqttClient client = RawMqttClient.connect(broker.options())) {
            var properties = client.connack().properties();

            assertThat(properties.number(Property.RECEIVE_MAXIMUM)).hasValue(7);
            assertThat(properties.number(Property.MAXIMUM_PACKET_SIZE)).hasValue(5000);
            assertThat(properties.number(Property.TOPIC_ALIAS_MAXIMUM)).isEmpty();
        }
    }

    @Test
    void logsClientsButNoPacketsOnRequest() {
        try (Mosquitto broker = Mosquitto.config().noticesOnly().start()) {
            try (RawMqttClient client = RawMqttClient.connect(broker.options().withClientId("a-client"))) {
                client.publish("a", "b");
            }

            assertThat(broker.log()).anyMatch(line -> line.contains("a-client"));
            assertThat(broker.log()).noneMatch(line -> line.contains("PUBLISH"));
        }
    }

    @Test
    void refusesAPayloadAboveItsLimit() {
        try (Mosquitto broker = Mosquitto.config().messageSizeLimit(100).start();
                RawMqttClient client = RawMqttClient.connect(broker.options())) {
            assertThat(client.publish("a", "x".repeat(100)).reasonCode()).isLessThan(0x80);
            assertThat(client.publish("a", "x".repeat(101)).reasonCode()).isGreaterThanOrEqualTo(0x80);
        }
    }

    @Test
    void dropsBeyondItsQueue() {
        try (Mosquitto broker =
                Mosquitto.config().maxInflightMessages(1).maxQueuedMessages(2).start()) {
            var options = broker.options().withClientId("away").keepingSession(Duration.ofMinutes(1));
            try (RawMqttClient away = RawMqttClient.connect(options)) {
                away.subscribe("a");
            }
            try (RawMqttClient publisher = RawMqttClient.connect(broker.options())) {
                for (int i = 0; i < 10; i++) {
                    publisher.publish("a", Integer.toString(i));
                }
            }
            try (RawMqttClient back = RawMqttClient.connect(options)) {
                back.received().awaitCount(2, SOON);
                back.ping();
                assertThat(back.received().size()).isLessThan(10);
            }
        }
    }

    @Test
    void letsInWhoKnowsThePassword() {
        try (Mosquitto broker =
                Mosquitto.config().user("gw", "secret").user("dev", "other").start()) {
            assertThatThrownBy(() -> RawMqttClient.connect(broker.options()))
                    .isInstanceOfSatisfying(
                            ConnectionFailedException.class,
                            refused -> assertThat(refused.reasonCode()).hasValue(ReasonCode.NOT_AUTHORIZED));
            RawMqttClient.connect(broker.options().withCredentials("gw", "secret"))
                    .close();
            RawMqttClient.connect(broker.options().withCredentials("dev", "other"))
                    .close();
        }
    }

    @Test
    void refusesWhatTheAclForbids() {
        try (Mosquitto broker =
                        Mosquitto.config().acl("topic read #\ntopic write ok/#").start();
                RawMqttClient client = RawMqttClient.connect(broker.options())) {
            client.subscribe("#");
            assertThat(client.publish("denied", "x").reasonCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
            assertThat(client.publish("ok/1", "x").reasonCode()).isEqualTo(ReasonCode.SUCCESS);
            assertThat(client.received().next(SOON).topic()).isEqualTo("ok/1");
        }
    }

    @Test
    void answersNothingWhileFrozen() {
        try (Mosquitto broker = Mosquitto.start();
                RawMqttClient client = RawMqttClient.connect(broker.options())) {
            broker.freeze();
            CompletableFuture<?> answer = client.publishAsync(Publish.of("a", "x"));
            assertThat(answer).failsWithin(Duration.ofMillis(200));
            assertThat(client.isOpen()).isTrue();

            broker.thaw();

            assertThat(answer).succeedsWithin(SOON);
        }
    }

    @Test
    void canBeClosedWhileFrozen() {
        try (Mosquitto broker = Mosquitto.start()) {
            broker.freeze();
        }
    }

    @Test
    void refusesASignalAfterItsEnd() {
        try (Mosquitto broker = Mosquitto.start()) {
            broker.kill();

            assertThat(broker.isAlive()).isFalse();
            assertThatThrownBy(broker::freeze)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("mosquitto: no SIGSTOP to a process that has ended");
        }
    }

    @Test
    void aWrongConfigurationShowsTheBrokersWords() {
        assertThatThrownBy(() -> Mosquitto.config().line("no_such_option 1").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exit code")
                .hasMessageContaining("no_such_option");
    }
}
