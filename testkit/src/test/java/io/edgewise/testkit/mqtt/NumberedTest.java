// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Packet.Subscribe;
import io.edgewise.testkit.server.Behaviour;
import io.edgewise.testkit.server.Received;
import io.edgewise.testkit.server.ScriptedServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// [NumberedPublisher] and [NumberedCollector] against a Server that fails at chosen moments.
class NumberedTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private static ConnectOptions to(ScriptedServer server) {
        return ConnectOptions.to(server.port()).withClientId("numbered").withWindow(4);
    }

    private static NumberedPublisher publish(ScriptedServer server, int count) {
        return NumberedPublisher.start(to(server), count, Duration.ZERO, n -> Publish.of("n", Integer.toString(n)));
    }

    @Test
    void publishesEachNumberOnceOverAGoodConnection() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                NumberedPublisher publisher = publish(server, 200)) {
            assertThat(publisher.awaitDone(SOON)).hasSize(200);

            assertThat(server.received(Publish.class))
                    .extracting(Publish::text)
                    .hasSize(200)
                    .doesNotHaveDuplicates();
            assertThat(publisher.resent()).isZero();
        }
    }

    @Test
    void sendsUnacknowledgedNumbersAgainWithDupAndTheSamePacketId() {
        try (ScriptedServer server = ScriptedServer.start(
                        Behaviour.polite().dropsAtPublish(10),
                        Behaviour.polite().dropsAtPublish(1),
                        Behaviour.polite());
                NumberedPublisher publisher = publish(server, 50)) {
            assertThat(publisher.awaitDone(SOON)).hasSize(50);

            assertThat(publisher.connections()).isEqualTo(3);
            assertThat(publisher.resent()).isBetween(2, 10);
            Map<String, Publish> first = new HashMap<>();
            for (Publish each : server.received(Publish.class)) {
                Publish before = first.putIfAbsent(each.text(), each);
                if (before != null) {
                    assertThat(each).isEqualTo(before.duplicate());
                }
            }
            List<Received> second =
                    server.received().matching(each -> each.is(Publish.class) && each.connection() == 1);
            assertThat(((Publish) second.getFirst().packet()).dup()).isTrue();
        }
    }

    @Test
    void keepsAtMostItsWindowInFlight() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().neverPubacks());
                NumberedPublisher publisher = publish(server, 100)) {
            server.awaitReceived(Publish.class, 4, SOON);

            assertThatThrownBy(() -> publisher.awaitAccepted(1, Duration.ofMillis(300)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("accepted 0 and refused 0 of 100 numbers over 1 connections");
            assertThat(server.received(Publish.class)).hasSize(4);
        }
    }

    @Test
    void doesNotRepeatARefusedNumber() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().pubacksWith("odd", 0x97));
                NumberedPublisher publisher = NumberedPublisher.start(
                        to(server),
                        10,
                        Duration.ZERO,
                        n -> Publish.of(n % 2 == 0 ? "even" : "odd", Integer.toString(n)))) {
            assertThat(publisher.awaitDone(SOON)).containsExactly(0, 2, 4, 6, 8);
            assertThat(publisher.refused()).containsOnlyKeys(1, 3, 5, 7, 9).containsValue(0x97);
            assertThat(server.received(Publish.class)).hasSize(10);
        }
    }

    @Test
    void keepsItsPace() {
        long start = System.nanoTime();
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                NumberedPublisher publisher = NumberedPublisher.start(
                        to(server), 20, Duration.ofMillis(10), n -> Publish.of("n", Integer.toString(n)))) {
            publisher.awaitDone(SOON);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    }

    @Test
    void tellsWhyItsMessageCouldNotBeMade() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                NumberedPublisher publisher = NumberedPublisher.start(to(server), 10, Duration.ZERO, n -> {
                    throw new IllegalStateException("no message for " + n);
                })) {
            assertThatThrownBy(() -> publisher.awaitDone(SOON))
                    .isInstanceOf(AssertionError.class)
                    .hasRootCauseMessage("no message for 0");
        }
    }

    @Test
    void countsResultsAcrossConnections() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                NumberedCollector collector =
                        NumberedCollector.start(to(server), "out/#", m -> Integer.parseInt(m.text()))) {
            List.of("1", "2", "2", "none").forEach(text -> server.deliver(Publish.of("out/a", text)));
            collector.awaitAll(Set.of(1, 2), SOON);
            server.connections().all().getFirst().cut();
            server.connections().awaitCount(2, SOON);
            server.received().await(each -> each.connection() == 1, SOON);
            server.connections().all().get(1).publish(Publish.of("out/a", "3"));
            collector.awaitAll(Set.of(1, 2, 3), SOON);

            assertThat(collector.counts()).containsOnlyKeys(1, 2, 3);
            assertThat(collector.duplicates()).containsKey(2);
            assertThat(collector.arrivals()).startsWith(1, 2, 2);
            assertThat(collector.unreadable()).first().asString().contains("out/a", "none");
            assertThat(collector.missing(Set.of(3, 4))).containsExactly(4);
            assertThat(server.received(Subscribe.class))
                    .as("the Session was kept")
                    .hasSize(1);
        }
    }

    @Test
    void namesTheMissingNumbers() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite());
                NumberedCollector collector =
                        NumberedCollector.start(to(server), "out/#", m -> Integer.parseInt(m.text()))) {
            Set<Integer> expected = IntStream.range(0, 100).boxed().collect(Collectors.toSet());

            assertThatThrownBy(() -> collector.awaitAll(expected, Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage(
                            "100 of 100 numbers have no result within PT0.05S, the first: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9");
        }
    }

    @Test
    void doesNotStartWithoutASubscription() {
        try (ScriptedServer server = ScriptedServer.start(Behaviour.polite().subacksWith(0x87))) {
            assertThatThrownBy(() -> NumberedCollector.start(to(server), "out/#", _ -> 0))
                    .isInstanceOf(ConnectionFailedException.class)
                    .hasMessageContaining("not subscribed to out/#");
        }
    }
}
