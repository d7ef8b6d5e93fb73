// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.process.Mosquitto;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The numbered pair against a Mosquitto that is stopped, killed and frozen under it.
class BrokenBrokerIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration PACE = Duration.ofNanos(700_000);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @BeforeAll
    static void needsMosquitto() {
        Mosquitto.require();
    }

    private static NumberedCollector collector(Mosquitto broker) {
        return NumberedCollector.start(
                broker.options().withClientId("collector").withPatience(PATIENCE),
                "numbers",
                message -> Integer.parseInt(message.text()));
    }

    private static NumberedPublisher publisher(Mosquitto broker, int count, Duration pace) {
        return NumberedPublisher.start(
                broker.options().withClientId("publisher").withPatience(PATIENCE),
                count,
                pace,
                number -> Publish.of("numbers", Integer.toString(number)));
    }

    private static Set<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toSet());
    }

    @Test
    void deliversEachNumberOnceInPeace() {
        try (Mosquitto broker = Mosquitto.start();
                NumberedCollector collector = collector(broker);
                NumberedPublisher publisher = publisher(broker, 5_000, Duration.ZERO)) {
            collector.awaitAll(publisher.awaitDone(SOON), SOON);

            assertThat(publisher.accepted()).isEqualTo(numbers(5_000));
            assertThat(publisher.resent()).isZero();
            assertThat(collector.duplicates()).isEmpty();
            assertThat(collector.arrivals()).isSorted();
        }
    }

    @Test
    void losesNothingWhenTheBrokerRestarts() {
        try (Mosquitto broker = Mosquitto.config().persistence().start();
                NumberedCollector collector = collector(broker);
                NumberedPublisher publisher = publisher(broker, 3_000, PACE)) {
            publisher.awaitAccepted(500, SOON);
            broker.restart();
            publisher.awaitAccepted(1_500, SOON);
            broker.stop();
            broker.restart();

            collector.awaitAll(publisher.awaitDone(SOON), SOON);
            assertThat(publisher.accepted()).isEqualTo(numbers(3_000));
            assertThat(publisher.connections()).isEqualTo(3);
            assertThat(collector.connections()).isEqualTo(3);
        }
    }

    @Test
    void losesNothingWhenTheBrokerIsFrozenForAWhile() {
        try (Mosquitto broker = Mosquitto.start();
                NumberedCollector collector = collector(broker);
                NumberedPublisher publisher = publisher(broker, 2_000, PACE)) {
            publisher.awaitAccepted(500, SOON);
            broker.freeze();
            int atFreeze = publisher.accepted().size();
            Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .until(() -> publisher.accepted().size() <= atFreeze + 16);
            broker.thaw();

            collector.awaitAll(publisher.awaitDone(SOON), SOON);
            assertThat(publisher.connections()).isOne();
            assertThat(collector.duplicates()).isEmpty();
        }
    }

    @Test
    void resumesAfterTheBrokerWasKilled() {
        try (Mosquitto broker = Mosquitto.config().persistence().start();
                NumberedCollector collector = collector(broker);
                NumberedPublisher publisher = publisher(broker, 2_000, PACE)) {
            publisher.awaitAccepted(500, SOON);
            broker.kill();
            broker.restart();

            // What a killed broker had accepted since its last autosave may be gone: that is the broker's loss, and
            // collecting it is what NumberedCollector#missing is for.
            Set<Integer> accepted = publisher.awaitDone(SOON);
            assertThat(accepted).isEqualTo(numbers(2_000));
            collector.awaitAll(IntStream.range(1_500, 2_000).boxed().toList(), SOON);
            assertThat(collector.missing(accepted)).allMatch(number -> number < 1_500);
        }
    }

    @Test
    void aQueueThatWasSavedSurvivesAKill() {
        try (Mosquitto broker = Mosquitto.config().persistence().start()) {
            ConnectOptions away = broker.options().withClientId("away").keepingSession(Duration.ofHours(1));
            try (RawMqttClient client = RawMqttClient.connect(away)) {
                client.subscribe("queue/#");
            }
            try (RawMqttClient sender = RawMqttClient.connect(broker.options())) {
                sender.publish("queue/a", "waiting");
                sender.publish(Publish.of("queue/b", "retained").retained());
                broker.awaitSaved(SOON);
            }

            broker.kill();
            broker.restart();

            try (RawMqttClient client = RawMqttClient.connect(away)) {
                assertThat(client.connack().sessionPresent()).isTrue();
                assertThat(client.received().awaitCount(2, SOON))
                        .extracting(Publish::text)
                        .containsExactly("waiting", "retained");
            }
        }
    }
}
